#include "execution/history.hpp"

#include <array>
#include <cstdio>

#include "execution/execution.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

constexpr std::array<std::string_view, event_types> type_names = {"ExecutionStarted",
                                                                  "ExecutionSucceeded",
                                                                  "ExecutionFailed",
                                                                  "ExecutionAborted",
                                                                  "ExecutionTimedOut",
                                                                  "StateEntered",
                                                                  "StateExited",
                                                                  "StateAborted",
                                                                  "LambdaFunctionScheduled",
                                                                  "LambdaFunctionStarted",
                                                                  "LambdaFunctionSucceeded",
                                                                  "LambdaFunctionFailed",
                                                                  "LambdaFunctionScheduleFailed",
                                                                  "LambdaFunctionStartFailed",
                                                                  "LambdaFunctionTimedOut",
                                                                  "ActivityScheduled",
                                                                  "ActivityStarted",
                                                                  "ActivitySucceeded",
                                                                  "ActivityFailed",
                                                                  "ActivityScheduleFailed",
                                                                  "ActivityTimedOut",
                                                                  "TaskScheduled",
                                                                  "TaskStarted",
                                                                  "TaskSubmitted",
                                                                  "TaskSucceeded",
                                                                  "TaskFailed",
                                                                  "TaskStartFailed",
                                                                  "TaskSubmitFailed",
                                                                  "TaskTimedOut",
                                                                  "ParallelStateStarted",
                                                                  "ParallelStateSucceeded",
                                                                  "ParallelStateFailed",
                                                                  "MapStateStarted",
                                                                  "MapStateSucceeded",
                                                                  "MapStateFailed",
                                                                  "MapIterationStarted",
                                                                  "MapIterationSucceeded",
                                                                  "MapIterationFailed",
                                                                  "MapIterationAborted",
                                                                  "MapRunStarted",
                                                                  "MapRunSucceeded",
                                                                  "MapRunFailed",
                                                                  "EvaluationFailed",
                                                                  "ExecutionRedriven",
                                                                  "MapRunRedriven"};

std::string_view base_name(EventType type) { return type_names[static_cast<std::size_t>(type)]; }

bool belongs_to_state_type(EventType type) {
  return type == EventType::StateEntered || type == EventType::StateExited || type == EventType::StateAborted;
}

bool belongs_to_iteration(EventType type) {
  return type >= EventType::MapIterationStarted && type <= EventType::MapIterationAborted;
}
bool belongs_to_service(EventType type) { return type >= EventType::TaskScheduled && type <= EventType::TaskTimedOut; }

/// taskScheduledEventDetails ...; the three kinds of state event share one name each, without the state's type.
std::string details_key(EventType type) {
  std::string key{base_name(type)};
  key[0] = static_cast<char>(key[0] - 'A' + 'a');
  return key + "EventDetails";
}

void put(Json& details, const char* key, const Payload& payload) {
  details[key] = to_text(*payload);
  if (std::string_view(key) != "parameters") details[std::string(key) + "Details"] = {{"truncated", false}};
}

void put(Json& details, const char* key, const std::optional<std::string>& text) {
  if (text) details[key] = *text;
}

void put(Json& details, const char* key, const std::optional<std::int64_t>& number) {
  if (number) details[key] = *number;
}

Json assigned_texts(const Json& variables) {
  Json texts = Json::object();
  for (const auto& [name, value] : variables.items()) texts[name] = to_text(value);
  return texts;
}

/// The resource as the event family shows it: the ARN, or an integration's type and action.
Json resource_details(EventType type, const asl::State& state) {
  Json details = Json::object();
  const auto* task = std::get_if<asl::TaskState>(&state.detail);
  if (!task) return details;
  if (const auto* service = std::get_if<asl::ServiceResource>(&task->resource.kind)) {
    details["resourceType"] = service->type;
    details["resource"] = service->action;
  } else if (type == EventType::LambdaFunctionScheduled || type == EventType::ActivityScheduled) {
    details["resource"] = task->resource.arn;
  }
  return details;
}

bool is_input(EventType type) { return type == EventType::ExecutionStarted || type == EventType::StateEntered; }

class DetailsRenderer {
 public:
  DetailsRenderer(const HistoryEvent& event, const StateMachine& owner) : event_(event), owner_(owner) {}

  /// null: the type has no details member.
  Json render() const {
    return std::visit([this](const auto& details) { return of(details); }, event_.details);
  }

 private:
  const asl::State& state() const { return owner_.machine->states[event_.state]; }

  Json base() const {
    if (belongs_to_state_type(event_.type) || belongs_to_iteration(event_.type)) return {{"name", state().name}};
    if (belongs_to_execution(event_.type)) return Json::object();
    return resource_details(event_.type, state());
  }

  Json of(const NoDetails&) const { return belongs_to_service(event_.type) ? base() : Json(nullptr); }

  Json of(const Data& data) const {
    Json details = base();
    put(details, is_input(event_.type) ? "input" : "output", data.payload);
    if (event_.type == EventType::ExecutionStarted) details["roleArn"] = owner_.role_arn;
    return details;
  }

  Json of(const Exit& exit) const {
    Json details = base();
    put(details, "output", exit.output);
    if (exit.assigned && !exit.assigned->empty()) {
      details["assignedVariables"] = assigned_texts(*exit.assigned);
      details["assignedVariablesDetails"] = {{"truncated", false}};
    }
    return details;
  }

  Json of(const Schedule& schedule) const {
    Json details = base();
    const bool service = event_.type == EventType::TaskScheduled;
    if (service) details["region"] = owner_.region;
    put(details, service ? "parameters" : "input", schedule.input);
    put(details, "timeoutInSeconds", schedule.terms.timeout_seconds());
    put(details, "heartbeatInSeconds", schedule.terms.heartbeat_seconds());
    if (const auto* role = schedule.terms.credentials_role_arn()) details["taskCredentials"] = {{"roleArn", *role}};
    return details;
  }

  Json of(const Worker& worker) const {
    Json details = Json::object();
    if (worker.name) details["workerName"] = *worker.name;
    return details;
  }

  Json of(const Failure& failure) const {
    Json details = base();
    put(details, "error", failure.error->error);
    put(details, "cause", failure.error->cause);
    return details;
  }

  Json of(const EvaluationFailure& failure) const {
    Json details = {{"state", state().name}};
    put(details, "error", failure.error->error);
    put(details, "cause", failure.error->cause);
    if (failure.location) details["location"] = *failure.location;
    return details;
  }

  Json of(const Count& count) const {
    if (event_.type == EventType::MapStateStarted) return {{"length", count.value}};
    if (event_.type == EventType::ExecutionRedriven) return {{"redriveCount", count.value}};
    Json details = base();
    details["index"] = count.value;
    return details;
  }

  Json of(const MapRunReference& run) const {
    Json details{{"mapRunArn", *run.arn}};
    if (event_.type == EventType::MapRunRedriven) details["redriveCount"] = run.redrives;
    return details;
  }

  const HistoryEvent& event_;
  const StateMachine& owner_;
};

std::string subject(const HistoryEvent& event, const StateMachine& owner) {
  std::string text;
  if (!belongs_to_execution(event.type)) text += ' ' + owner.machine->states[event.state].name;
  if (const auto* count = std::get_if<Count>(&event.details)) text += ' ' + std::to_string(count->value);
  if (const auto* error = error_in(event.details))
    if (error->error) text += ' ' + *error->error;
  if (const auto* failure = std::get_if<EvaluationFailure>(&event.details))
    if (failure->location) text += " at " + *failure->location;
  return text;
}

}  // namespace

ScheduledTerms::ScheduledTerms(const asl::TaskTerms& terms) {
  const auto is_rare = [](const std::optional<std::int64_t>& seconds) {
    return seconds && (*seconds < 0 || *seconds >= absent);
  };
  if (terms.credentials_role_arn || is_rare(terms.timeout_seconds) || is_rare(terms.heartbeat_seconds)) {
    rare_ = std::make_shared<const asl::TaskTerms>(terms);
    return;
  }
  timeout_seconds_ = static_cast<std::uint32_t>(terms.timeout_seconds.value_or(absent));
  heartbeat_seconds_ = static_cast<std::uint32_t>(terms.heartbeat_seconds.value_or(absent));
}

const ErrorOutput* error_in(const EventDetails& details) {
  if (const auto* failure = std::get_if<Failure>(&details)) return failure->error.get();
  const auto* failure = std::get_if<EvaluationFailure>(&details);
  return failure ? failure->error.get() : nullptr;
}

std::string_view name_of(EventType type) { return base_name(type); }

std::string type_name(const HistoryEvent& event, const StateMachine& state_machine) {
  const std::string_view base = base_name(event.type);
  if (!belongs_to_state_type(event.type)) return std::string(base);
  return std::string(asl::type_name(state_machine.machine->states[event.state])) + std::string(base);
}

Json render_event(const HistoryEvent& event, const StateMachine& state_machine) {
  Json rendered = {{"timestamp", render_timestamp(event.at)},
                   {"type", type_name(event, state_machine)},
                   {"id", event.id},
                   {"previousEventId", event.previous}};
  Json details = DetailsRenderer{event, state_machine}.render();
  if (!details.is_null()) rendered[details_key(event.type)] = std::move(details);
  return rendered;
}

Json render_history(const History& history, const StateMachine& state_machine) {
  Json events = Json::array();
  for (const HistoryEvent& event : history) events.push_back(render_event(event, state_machine));
  return events;
}

std::string render_line(const HistoryEvent& event, const StateMachine& state_machine, TimePoint origin) {
  const auto elapsed = std::chrono::duration<double>(event.at - origin).count();
  char head[64];
  std::snprintf(head, sizeof head, "%.3f %u<-%u ", elapsed, event.id, event.previous);
  return head + type_name(event, state_machine) + subject(event, state_machine);
}

std::string render_text(const History& history, const StateMachine& state_machine) {
  std::string text;
  for (const HistoryEvent& event : history) text += render_line(event, state_machine, history.front().at) + '\n';
  return text;
}

}  // namespace stepstorm::execution
