#include "orchestration/performers/event_invocations.hpp"

#include <algorithm>

namespace stepstorm::orchestration {
namespace {

constexpr std::chrono::seconds first_pause{1};
constexpr std::chrono::seconds longest_pause{300};
constexpr std::uint32_t doublings_max = 9;  // more than are needed from first_pause to longest_pause

std::chrono::seconds pause_after(std::uint32_t refusals) {
  return std::min(first_pause * (1 << std::min(refusals, doublings_max)), longest_pause);
}

}  // namespace

void EventInvocations::accept(const Attempt& attempt, messages::RunTask&& task, TimePoint now) {
  wait_until(now, {attempt, std::move(task), now});
}

void EventInvocations::wait_until(TimePoint at, Event&& event) {
  if (at > event.accepted + age_max) {
    ++given_up_;
    return;
  }
  waiting_.emplace(std::pair{at, next_number_++}, std::move(event));
}

std::optional<EventInvocations::Event> EventInvocations::take_due(TimePoint now) {
  if (next() > now) return std::nullopt;
  return std::move(waiting_.extract(waiting_.begin()).mapped());
}

void EventInvocations::began(messages::TaskToken token, Event&& event) {
  running_.emplace(Token{token.slot, token.generation}, std::move(event));
}

std::optional<EventInvocations::Event> EventInvocations::take(messages::TaskToken token) {
  auto found = running_.extract({token.slot, token.generation});
  return found.empty() ? std::nullopt : std::optional{std::move(found.mapped())};
}

void EventInvocations::succeeded(messages::TaskToken token) { static_cast<void>(take(token)); }

void EventInvocations::failed(messages::TaskToken token, TimePoint now) {
  auto event = take(token);
  if (!event) return;
  if (++event->failures > retries_max) {
    ++given_up_;
    return;
  }
  event->refusals = 0;
  event->task.number = 1 + event->failures;
  wait_until(now + std::chrono::minutes{event->failures}, std::move(*event));
}

void EventInvocations::refused(messages::TaskToken token, TimePoint now) {
  if (auto event = take(token)) refused(std::move(*event), now);
}

void EventInvocations::refused(Event&& event, TimePoint now) {
  wait_until(now + pause_after(event.refusals++), std::move(event));
}

}  // namespace stepstorm::orchestration
