#include "workers/functions/function_failures.hpp"

#include <cctype>
#include <cstdio>
#include <cstring>

#include "values/json.hpp"

namespace stepstorm::workers {
namespace {

constexpr const char* sandbox_timedout = "Sandbox.Timedout";
constexpr const char* out_of_memory = "Runtime.OutOfMemory";
constexpr const char* exit_error = "Runtime.ExitError";
constexpr const char* invalid_entrypoint = "Runtime.InvalidEntrypoint";

/// The form of errors of Lambda itself, not of the function's runtime.
Fail by_platform(const std::string& type, const std::string& request_id, const std::string& what) {
  const Json cause{{"errorType", type}, {"errorMessage", "RequestId: " + request_id + " Error: " + what}};
  return {type, to_text(cause), type + ": " + what};
}

std::string seconds_text(std::chrono::nanoseconds duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f seconds", std::chrono::duration<double>(duration).count());
  return text;
}

}  // namespace

std::string describe(const ProcessEnd& end) {
  if (end.signal == 0) return "exit status " + std::to_string(end.exit_status);
  const char* name = strsignal(end.signal);
  std::string text = name ? name : std::to_string(end.signal);
  text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return "signal: " + text;
}

Fail reported(const std::string& body) {
  const auto parsed = parse_json(body);
  const Json* type = parsed ? find_member(*parsed, "errorType") : nullptr;
  if (type && type->is_string() && !type->get_ref<const std::string&>().empty())
    return {type->get<std::string>(), body, std::nullopt};
  return {"Lambda.Unknown",
          "The cause could not be determined because Lambda did not return an error type. Returned payload: " + body,
          std::nullopt};
}

Fail response_too_large() {
  const std::string type = "Function.ResponseSizeTooLarge";
  const Json cause{{"errorMessage",
                    "Response payload size exceeded maximum allowed payload size (" +
                        std::to_string(response_bytes_max) + " bytes)."},
                   {"errorType", type}};
  return {type, to_text(cause), std::nullopt};
}

Fail timed_out(const std::string& request_id, std::chrono::nanoseconds limit) {
  return by_platform(sandbox_timedout, request_id, "Task timed out after " + seconds_text(limit));
}

Fail init_timed_out(const std::string& request_id, std::chrono::nanoseconds limit) {
  return by_platform(sandbox_timedout, request_id, "Init timed out after " + seconds_text(limit));
}

Fail process_ended(const std::string& request_id, const ProcessEnd& end) {
  if (end.out_of_memory) return by_platform(out_of_memory, request_id, "Runtime exited with error: signal: killed");
  if (end.signal == 0 && end.exit_status == 0)
    return by_platform(exit_error, request_id, "Runtime exited without providing a reason");
  return by_platform(exit_error, request_id, "Runtime exited with error: " + describe(end));
}

bool is_uncertain(std::string_view error) {
  return error == sandbox_timedout || error == out_of_memory || error == exit_error || error == invalid_entrypoint;
}

Fail not_started(const std::string& request_id, std::string_view reason) {
  return by_platform(invalid_entrypoint, request_id, std::string{reason});
}

}  // namespace stepstorm::workers
