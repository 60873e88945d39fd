#include "workers/link.hpp"

#include <algorithm>
#include <iterator>

namespace stepstorm::workers {

// ---- holding messages until others have passed them, or until their time limit

template <class Message>
void Link::overtake_later(Overtaking<Held<Message>>& direction,
                          Message&& message,
                          const faults::ReorderMessage& how,
                          Due bound,
                          TimePoint now) {
  const orchestration::TimerHandle timer =
      timers_.schedule(orchestration::to_tick(now + how.at_most), {direction.next_name(), bound});
  direction.hold({std::move(message), timer}, how.behind);
}

/// Takes messages that were set free, and cancels their time limits.
template <class Message>
auto Link::into(std::vector<Message>& out) {
  return [this, &out](Held<Message>&& held) {
    timers_.cancel(held.bound);
    out.push_back(std::move(held.message));
  };
}

// ---- tasks

void Link::hold(messages::RunTask&& task, const faults::TransitFaults& faults, TimePoint now) {
  if (faults.later.count() <= 0) return overtake_later(tasks_, std::move(task), *faults.reordered, Due::TaskBound, now);
  const std::uint32_t slot = underway_.emplace(Underway{std::move(task), faults.reordered}).slot;
  timers_.schedule(orchestration::to_tick(now + faults.later), {slot, Due::Arrival});
}

std::vector<messages::RunTask> Link::task_passed() {
  std::vector<messages::RunTask> out;
  tasks_.passed(into(out));
  return out;
}

void Link::arrive(Underway&& underway, TimePoint now, std::vector<messages::RunTask>& out) {
  if (underway.reordered)
    return overtake_later(tasks_, std::move(underway.task), *underway.reordered, Due::TaskBound, now);
  out.push_back(std::move(underway.task));
  tasks_.passed(into(out));
}

// ---- answers

std::vector<messages::TaskAnswer> Link::send(std::vector<messages::TaskAnswer>&& answers, TimePoint now) {
  std::vector<messages::TaskAnswer> out;
  for (messages::TaskAnswer& answer : answers) {
    const bool lost = std::holds_alternative<messages::Lost>(answer.result);
    const auto how = take_mark(answer.token);
    if (how && !lost) {
      overtake_later(answers_, std::move(answer), *how, Due::AnswerBound, now);
      continue;
    }
    out.push_back(std::move(answer));
    if (!lost) answers_.passed(into(out));
  }
  return out;
}

std::optional<faults::ReorderMessage> Link::take_mark(messages::TaskToken token) {
  const auto found =
      std::find_if(marked_.begin(), marked_.end(), [&](const auto& marked) { return marked.first == token; });
  if (found == marked_.end()) return std::nullopt;
  const faults::ReorderMessage how = found->second;
  marked_.erase(found);
  return how;
}

// ---- time

Arrivals Link::timers_due(TimePoint now) {
  Arrivals out;
  timers_.advance(orchestration::to_tick(now),
                  [&](orchestration::TimerWheel<Timer>::Tick, const Timer& timer) { fire(timer, now, out); });
  return out;
}

TimePoint Link::next_timer() const { return orchestration::to_time(timers_.next()); }

void Link::fire(const Timer& timer, TimePoint now, Arrivals& out) {
  switch (timer.due) {
    case Due::Arrival: {
      Underway underway = std::move(underway_[timer.what]);
      underway_.erase(timer.what);
      return arrive(std::move(underway), now, out.tasks);
    }
    case Due::TaskBound: return tasks_.release(timer.what, into(out.tasks));
    case Due::AnswerBound: return answers_.release(timer.what, into(out.answers));
  }
}

}  // namespace stepstorm::workers
