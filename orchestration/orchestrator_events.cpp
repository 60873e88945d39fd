// Asynchronous invocations: accepted, run, and run again.
#include <utility>

#include "orchestration/orchestrator.hpp"

namespace stepstorm::orchestration {

/// Its execution does not wait for it: as an attempt, it is over.
void Orchestrator::accept_event(const Attempt& accepted, messages::RunTask&& task) {
  Attempt attempt = accepted;
  attempt.event = attempt.abandoned = true;
  attempt.announce = attempt.invoked = false;
  events_.accept(attempt, std::move(task), now_);
  run_events(now_);
}

void Orchestrator::run_events(TimePoint now) {
  while (auto event = events_.take_due(now)) {
    messages::RunTask task = event->task;  // is kept, to be run again
    task.asked_at = now;
    const auto [admission, slot] = dispatcher_.submit(event->attempt, std::move(task));
    if (admission == Admission::Accepted)
      events_.began(dispatcher_.at(slot).token, std::move(*event));
    else
      events_.refused(std::move(*event), now);
  }
}

void Orchestrator::end_event(const messages::TaskAnswer& answer, TimePoint now) {
  if (std::holds_alternative<messages::Apart<messages::Failed>>(answer.result))
    events_.failed(answer.token, now);
  else
    events_.succeeded(answer.token);
  dispatcher_.complete(answer.token);
}

}  // namespace stepstorm::orchestration
