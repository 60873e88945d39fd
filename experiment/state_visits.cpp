#include "experiment/state_visits.hpp"

#include <algorithm>

#include "experiment/observation.hpp"

namespace stepstorm::experiment {
namespace {

using execution::EventType;
using execution::HistoryEvent;
using orchestration::EndedExecution;
using std::chrono::nanoseconds;

bool times_out(EventType type) {
  return type == EventType::TaskTimedOut || type == EventType::ActivityTimedOut ||
         type == EventType::LambdaFunctionTimedOut;
}

/// Returns the events of a visit from its entry to this exit, each the predecessor of the next; empty when the entry
/// is not recorded.
std::vector<const HistoryEvent*> events_of_visit(const EndedExecution& ended, const HistoryEvent& exit) {
  std::vector<const HistoryEvent*> events{&exit};
  for (auto id = exit.previous; id != 0; id = ended.history[id - 1].previous) {
    const HistoryEvent& event = ended.history[id - 1];
    if (event.state != exit.state || event.type == EventType::ExecutionStarted) continue;
    events.push_back(&event);
    if (event.type != EventType::StateEntered) continue;
    std::reverse(events.begin(), events.end());
    return events;
  }
  return {};
}

/// Removes and returns the waiting time of the attempt asked for at this time; nullopt when no worker has taken it.
std::optional<nanoseconds> take_wait(Waits::OfExecution& waits, asl::StateIndex state, TimePoint asked_at) {
  const auto wait = waits.find({state, asked_at});
  if (wait == waits.end()) return std::nullopt;
  const nanoseconds waited = wait->second;
  waits.erase(wait);
  return waited;
}

StateVisit visit_of(const std::vector<const HistoryEvent*>& events, Waits::OfExecution& waits) {
  StateVisit visit{.state = events.front()->state, .entered = events.front()->at, .left = events.back()->at};
  std::optional<TimePoint> began, submitted, failed;
  for (const HistoryEvent* event : events) {
    if (begins_work(event->type)) {
      if (failed) visit.back_off += event->at - *failed;
      began = event->at;
      submitted.reset();
    } else if (event->type == EventType::TaskSubmitted) {
      submitted = event->at;
    } else if (began && ends_work(event->type)) {
      const nanoseconds worked = submitted.value_or(event->at) - *began;
      const auto waited = take_wait(waits, visit.state, *began);
      const nanoseconds queued = std::min(worked, waited.value_or(times_out(event->type) ? worked : nanoseconds{0}));
      visit.queueing += queued;
      visit.work += worked - queued;
      began.reset();
      failed = event->at;
    }
  }
  return visit;
}

}  // namespace

nanoseconds StateVisit::part(StatePart part) const {
  switch (part) {
    case StatePart::Whole: return whole();
    case StatePart::Queueing: return queueing;
    case StatePart::Work: return work;
    case StatePart::BackOff: return back_off;
    case StatePart::Waiting: return whole() - queueing - work - back_off;
  }
  return {};
}

std::vector<StateVisit> visits_in(const EndedExecution& ended, Waits::OfExecution waits) {
  std::vector<StateVisit> visits;
  for (const HistoryEvent& event : ended.history) {
    if (event.type != EventType::StateExited) continue;
    const auto events = events_of_visit(ended, event);
    if (!events.empty()) visits.push_back(visit_of(events, waits));
  }
  return visits;
}

}  // namespace stepstorm::experiment
