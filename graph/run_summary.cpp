#include "graph/run_summary.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "values/time_range.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::graph {
namespace {

using VisitIndex = std::size_t;
using EventId = std::size_t;

struct Event {
  EventId id = 0;
  EventId previous = 0;
  std::string_view type;
  std::string_view name;  // of the state, where the details have one
  TimePoint at;
};

// ---- reading

tl::unexpected<std::string> wrong_event(std::size_t index, std::string_view what) {
  return tl::unexpected{"events[" + std::to_string(index) + "] " + std::string(what)};
}

std::string_view text_of(const Json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return {};
  return found->get_ref<const std::string&>();
}

std::optional<EventId> id_of(const Json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  return found->get<EventId>();
}

std::string_view state_name_of(const Json& event) {
  for (const auto& [key, details] : event.items()) {
    if (key.ends_with("EventDetails") && details.is_object() && details.contains("name"))
      return text_of(details, "name");
  }
  return {};
}

tl::expected<Event, std::string> read_event(const Json& event, std::size_t index) {
  if (!event.is_object()) return wrong_event(index, "is not an object");
  const auto id = id_of(event, "id");
  if (id != index + 1) return wrong_event(index, "does not have the id " + std::to_string(index + 1));
  const auto previous = id_of(event, "previousEventId");
  if (!previous || *previous > index) return wrong_event(index, "has no previousEventId below its own id");
  const auto type = text_of(event, "type");
  if (type.empty()) return wrong_event(index, "has no type");
  const auto at = parse_timestamp(text_of(event, "timestamp"));
  if (!at) return wrong_event(index, "has no timestamp");
  if (!is_in_range(*at)) return wrong_event(index, std::string("has no timestamp ") + range_of_time);
  return Event{*id, *previous, type, state_name_of(event), *at};
}

tl::expected<std::vector<Event>, std::string> read_events(const Json& result) {
  const auto listed = result.is_object() ? result.find("events") : result.end();
  if (!result.is_object() || listed == result.end() || !listed->is_array()) {
    return tl::unexpected<std::string>{"is no result of an execution: it has no list of events"};
  }
  std::vector<Event> events;
  for (const Json& event : *listed) {
    auto read = read_event(event, events.size());
    if (!read) return tl::unexpected{std::move(read.error())};
    events.push_back(*read);
  }
  return events;
}

// ---- what an event is, by its type

bool is_failure(std::string_view type) { return type.ends_with("Failed") || type.ends_with("TimedOut"); }
bool is_container_start(std::string_view type) { return type == "ParallelStateStarted" || type == "MapStateStarted"; }
bool is_container_end(std::string_view type) {
  return type == "ParallelStateSucceeded" || type == "ParallelStateFailed" || type == "MapStateSucceeded" ||
         type == "MapStateFailed";
}
bool is_attempt(std::string_view type) { return type.ends_with("Scheduled") || is_container_start(type); }

/// What happens next in the visit itself, not in what it contains.
bool belongs_to_container(std::string_view type) {
  return type == "ParallelStateEntered" || type == "MapStateEntered" || is_container_start(type) ||
         type.starts_with("MapIteration") || type.starts_with("MapRun");
}

/// The status of an execution that ends with this event; empty for other events.
std::string_view final_status(std::string_view type) {
  if (type == "ExecutionSucceeded") return "SUCCEEDED";
  if (type == "ExecutionFailed") return "FAILED";
  if (type == "ExecutionTimedOut") return "TIMED_OUT";
  if (type == "ExecutionAborted") return "ABORTED";
  return {};
}

// ---- counting

class Summariser {
 public:
  explicit Summariser(const asl::Machine& machine);

  /// Events in order of id. The error names a state that the machine does not have.
  tl::expected<void, std::string> take(const Event& event);
  RunSummary finish();

 private:
  using Visited = std::optional<VisitIndex>;

  struct Visit {
    asl::StateIndex state = 0;
    Visited parent;  // of the Parallel or Map state around it
    TimePoint entered_at;
    int attempts = 0;
    bool open = true;
    bool caught = false;
  };
  struct Link {  // from an event to what it belongs to
    Visited visit;
    std::string_view type;
  };

  tl::expected<Visited, std::string> enter(const Event& event);
  Visited exit(const Event& event);
  Visited start_container(const Event& event);
  Visited end_container(const Event& event);
  Visited end_execution(const Event& event);
  Visited note_attempt(Visited visit);

  Visited climb(Visited visit, std::string_view state_name) const;
  Visited container_after(EventId previous) const;
  bool is_inside(VisitIndex visit, Visited container) const;
  void close(Visit& visit, Outcome outcome);
  void close_inside(Visited container, EventId failing);
  StateSummary& summary_of(const Visit& visit) { return summary_.states[visit.state]; }

  const asl::Machine& machine_;
  std::unordered_map<std::string_view, asl::StateIndex> index_of_;
  std::vector<Visit> visits_;
  std::vector<Link> links_{Link{}};  // by event id
  TimePoint began_;
  TimePoint now_;
  RunSummary summary_;
};

Summariser::Summariser(const asl::Machine& machine) : machine_(machine) {
  for (const auto& state : machine.states) index_of_.emplace(state.name, state.index);
  summary_.states.resize(machine.states.size());
  summary_.status = "RUNNING";
}

tl::expected<void, std::string> Summariser::take(const Event& event) {
  if (summary_.events++ == 0) began_ = event.at;
  now_ = event.at;
  Visited visit = links_[event.previous].visit;
  if (event.type.ends_with("StateEntered")) {
    const auto entered = enter(event);
    if (!entered) return tl::unexpected{entered.error()};
    visit = *entered;
  } else if (event.type.ends_with("StateExited")) {
    visit = exit(event);
  } else if (is_container_start(event.type)) {
    visit = start_container(event);
  } else if (is_container_end(event.type)) {
    visit = end_container(event);
  } else if (event.type.starts_with("MapIteration")) {
    visit = climb(visit, event.name);
  } else if (is_attempt(event.type)) {
    visit = note_attempt(visit);
  } else if (!final_status(event.type).empty()) {
    visit = end_execution(event);
  }
  links_.push_back({visit, event.type});
  return {};
}

tl::expected<Summariser::Visited, std::string> Summariser::enter(const Event& event) {
  const auto known = index_of_.find(event.name);
  if (known == index_of_.end() ||
      event.type != std::string(asl::type_name(machine_.states[known->second])) + "StateEntered") {
    return wrong_event(event.id - 1,
                       std::string(event.type) + " is about \"" + std::string(event.name) +
                           "\", and the machine has no such state: is this the history of another one?");
  }
  const Link& from = links_[event.previous];
  Visit visit{.state = known->second, .parent = from.visit, .entered_at = event.at};
  if (from.visit) {
    const Visit& left = visits_[*from.visit];
    if (from.type.ends_with("StateExited")) visit.parent = left.parent;
    ++summary_.transitions[{left.state, visit.state, left.caught}];
  }
  ++summary_of(visit).entered;
  summary_of(visit).outcome = Outcome::Running;
  visits_.push_back(visit);
  return visits_.size() - 1;
}

Summariser::Visited Summariser::exit(const Event& event) {
  const Link& last = links_[event.previous];
  const Visited left = climb(last.visit, event.name);
  if (!left) return left;
  visits_[*left].caught = is_failure(last.type);
  close(visits_[*left], visits_[*left].caught ? Outcome::Caught : Outcome::Succeeded);
  return left;
}

/// The first attempt follows the state's own event; another one follows what ended the attempt before.
Summariser::Visited Summariser::start_container(const Event& event) {
  const Visited container = container_after(event.previous);
  if (container) close_inside(container, event.previous);
  return note_attempt(container);
}

Summariser::Visited Summariser::end_container(const Event& event) {
  const Visited container = container_after(event.previous);
  if (container && is_failure(event.type)) close_inside(container, event.previous);
  return container;
}

Summariser::Visited Summariser::end_execution(const Event& event) {
  summary_.status = final_status(event.type);
  close_inside(std::nullopt, event.type == "ExecutionFailed" ? event.previous : 0);
  return std::nullopt;
}

Summariser::Visited Summariser::note_attempt(Visited visit) {
  if (visit && ++visits_[*visit].attempts > 1) ++summary_of(visits_[*visit]).retried;
  return visit;
}

Summariser::Visited Summariser::climb(Visited visit, std::string_view state_name) const {
  while (visit && machine_.states[visits_[*visit].state].name != state_name) visit = visits_[*visit].parent;
  return visit;
}

/// The Parallel or Map visit that goes on after this event, which is its own or the last one inside.
Summariser::Visited Summariser::container_after(EventId previous) const {
  const Link& last = links_[previous];
  if (!last.visit || belongs_to_container(last.type)) return last.visit;
  return visits_[*last.visit].parent;
}

bool Summariser::is_inside(VisitIndex visit, Visited container) const {
  if (!container) return true;
  Visited around = visits_[visit].parent;
  while (around && around != container) around = visits_[*around].parent;
  return around.has_value();
}

void Summariser::close(Visit& visit, Outcome outcome) {
  StateSummary& state = summary_of(visit);
  visit.open = false;
  state.time += now_ - visit.entered_at;
  state.outcome = outcome;
  if (outcome == Outcome::Succeeded) ++state.succeeded;
  if (outcome == Outcome::Caught) ++state.caught;
  if (outcome == Outcome::Failed) ++state.failed;
}

/// Ends every open visit inside: first those that are stopped, then those that the failing event came through.
void Summariser::close_inside(Visited container, EventId failing) {
  std::vector<VisitIndex> failed;
  for (Visited at = links_[failing].visit; at && at != container; at = visits_[*at].parent) failed.push_back(*at);
  const auto has_failed = [&](VisitIndex visit) {
    return std::find(failed.begin(), failed.end(), visit) != failed.end();
  };
  for (VisitIndex visit = 0; visit < visits_.size(); ++visit) {
    if (visits_[visit].open && !has_failed(visit) && is_inside(visit, container))
      close(visits_[visit], Outcome::Stopped);
  }
  for (const VisitIndex visit : failed) {
    if (visits_[visit].open) close(visits_[visit], Outcome::Failed);
  }
}

RunSummary Summariser::finish() {
  for (Visit& visit : visits_) {
    if (visit.open) close(visit, Outcome::Running);
  }
  summary_.duration = now_ - began_;
  return std::move(summary_);
}

}  // namespace

tl::expected<RunSummary, std::string> summarise(const Json& result, const asl::Machine& machine) {
  const auto events = read_events(result);
  if (!events) return tl::unexpected{events.error()};
  Summariser summariser{machine};
  for (const Event& event : *events) {
    if (const auto taken = summariser.take(event); !taken) return tl::unexpected{taken.error()};
  }
  RunSummary summary = summariser.finish();
  summary.error = text_of(result, "error");
  return summary;
}

}  // namespace stepstorm::graph
