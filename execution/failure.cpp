#include "execution/failure.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "execution/planted_bug.hpp"

namespace stepstorm::execution {
namespace {

/// The wildcards of ErrorEquals that match an error.
struct Takers {
  bool all;          // States.ALL, and its own name
  bool task_failed;  // States.TaskFailed
};

struct ReservedName {
  std::string_view name;  // with a * at its end: all that begin so
  Takers taken_by;
};

// The first matching row counts. Source: semantics.md 5.1, 14.2; States.TaskFailed does not match where that is
// uncertain.
constexpr std::array reserved_names{
    ReservedName{"States.TaskFailed", {true, true}},
    ReservedName{"States.Permissions", {true, true}},
    ReservedName{"States.Http.*", {true, true}},
    ReservedName{"States.Timeout", {true, false}},
    ReservedName{"States.HeartbeatTimeout", {true, false}},
    ReservedName{"States.DataLimitExceeded", {true, false}},
    ReservedName{"States.QueryEvaluationError", {true, false}},
    ReservedName{"States.ExceedToleratedFailureThreshold", {true, false}},
    ReservedName{"States.ItemReaderFailed", {true, false}},
    ReservedName{"States.ResultWriterFailed", {true, false}},
    ReservedName{"States.Runtime", {false, false}},
    ReservedName{"States.ReferencePathConflict", {false, false}},
    ReservedName{"States.*", {true, false}},
};

bool fits(std::string_view name, std::string_view error) {
  return name.ends_with('*') ? error.starts_with(name.substr(0, name.size() - 1)) : error == name;
}

Takers takers_of(std::string_view error) {
  for (const ReservedName& reserved : reserved_names)
    if (fits(reserved.name, error)) return reserved.taken_by;
  return {true, true};
}

bool matches_name(const std::string& name, const StateFailure& failure) {
  const auto& error = failure.reason.error;
  if (name == "States.ALL") return !(planted(PlantedBug::TimeoutNotInAll) && error == "States.Timeout");
  if (name == "States.HeartbeatTimeout" && failure.kind == StateFailure::Kind::HeartbeatTimeout) return true;
  if (!error) return false;
  return name == "States.TaskFailed" ? takers_of(*error).task_failed : *error == name;
}

}  // namespace

bool matches(const std::vector<std::string>& error_equals, const StateFailure& failure) {
  return std::any_of(
      error_equals.begin(), error_equals.end(), [&](const std::string& name) { return matches_name(name, failure); });
}

Json error_output(const ErrorOutput& reason) {
  Json output = Json::object();
  output["Error"] = text_or_null(reason.error);
  const bool timed_out = reason.error == "States.Timeout" && !reason.cause;
  output["Cause"] = timed_out ? Json("") : text_or_null(reason.cause);
  return output;
}

bool is_terminal(std::string_view error) { return !takers_of(error).all; }

bool names_its_state(std::string_view error) {
  return error == "States.Runtime" || error == "States.QueryEvaluationError";
}

std::string place_of_failure(const std::string& state_name, std::uint32_t entered_event) {
  return "An error occurred while executing the state '" + state_name + "' (entered at the event id #" +
         std::to_string(entered_event) + "). ";
}

StateFailure reported(ErrorOutput reason) {
  const bool terminal = reason.error && is_terminal(*reason.error);
  return {std::move(reason), terminal ? StateFailure::Kind::Runtime : StateFailure::Kind::Error};
}

StateFailure evaluation_failure(const asl::EvaluationError& error,
                                const std::string& state_name,
                                std::uint32_t entered_event) {
  const std::string place = names_its_state(error.error) ? place_of_failure(state_name, entered_event) : "";
  const bool is_query = error.error == "States.QueryEvaluationError";
  return {{error.error, place + error.detail}, is_query ? StateFailure::Kind::Query : StateFailure::Kind::Runtime};
}

StateFailure timeout() { return {{"States.Timeout", std::nullopt}, StateFailure::Kind::Error}; }

StateFailure heartbeat_timeout() { return {{"States.Timeout", std::nullopt}, StateFailure::Kind::HeartbeatTimeout}; }

StateFailure data_limit_exceeded(const std::string& what) {
  return {{"States.DataLimitExceeded",
           "The state/task '" + what +
               "' returned a result with a size exceeding the maximum number of bytes "
               "service limit."},
          StateFailure::Kind::Error};
}

}  // namespace stepstorm::execution
