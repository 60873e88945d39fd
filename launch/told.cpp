#include "launch/told.hpp"

#include <utility>

namespace stepstorm::launch {
namespace {

std::vector<int> retries_of(const execution::Scope& scope) {
  return scope.retries_by_retrier ? *scope.retries_by_retrier : std::vector<int>{};
}

std::optional<Pause> pause_of(const execution::Scope& scope, TimePoint since) {
  if (const auto* waiting = std::get_if<execution::Waiting>(&scope.progress))
    return Pause{scope.last_event, scope.state, since, waiting->until, {}};
  if (const auto* backing_off = std::get_if<execution::BackingOff>(&scope.progress))
    return Pause{scope.last_event, scope.state, since, backing_off->until, retries_of(scope)};
  return std::nullopt;
}

}  // namespace

std::optional<Told> Inbox::next(std::chrono::nanoseconds at_most) {
  std::unique_lock lock(mutex_);
  if (!something_came_.wait_for(lock, at_most, [this] { return !queue_.empty(); })) return std::nullopt;
  Told told = std::move(queue_.front());
  queue_.pop_front();
  return told;
}

void Inbox::recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
  if (events.empty()) return;
  Recorded recorded{execution.id, {events.begin(), events.end()}, {}, execution.state_machine};
  for (std::uint32_t number = 0; number < execution.scopes.size(); ++number) {
    auto pause = pause_of(execution.scopes[execution::ScopeSlot{number}], events.back().at);
    if (pause && pause->event >= events.front().id) recorded.pauses.push_back(std::move(*pause));
  }
  put(std::move(recorded));
}

void Inbox::put(Told told) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(told));
  }
  something_came_.notify_one();
}

}  // namespace stepstorm::launch
