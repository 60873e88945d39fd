#include "execution/failure.hpp"

#include <algorithm>
#include <string_view>

#include "execution/planted_bug.hpp"

namespace stepstorm::execution {
namespace {

/// What States.TaskFailed stands for.
bool is_task_error(std::string_view error) {
  return !error.starts_with("States.") || error == "States.TaskFailed" || error == "States.Permissions" ||
         error.starts_with("States.Http.");
}

bool matches_name(const std::string& name, const StateFailure& failure) {
  const auto& error = failure.reason.error;
  if (name == "States.ALL") return !(planted(PlantedBug::TimeoutNotInAll) && error == "States.Timeout");
  if (name == "States.HeartbeatTimeout" && failure.kind == StateFailure::Kind::HeartbeatTimeout) return true;
  if (!error) return false;
  return *error == name || (name == "States.TaskFailed" && is_task_error(*error));
}

Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

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

StateFailure runtime_failure(const asl::EvaluationError& error,
                             const std::string& state_name,
                             std::uint32_t entered_event) {
  return {{error.error,
           "An error occurred while executing the state '" + state_name + "' (entered at the event id #" +
               std::to_string(entered_event) + "). " + error.detail},
          StateFailure::Kind::Runtime};
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
