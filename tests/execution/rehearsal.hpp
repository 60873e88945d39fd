// Runs one execution on virtual time with scripted task answers: the pure core alone, no actor, no worker.
// An answer comes at the instant at which its task was asked for; a task without an answer hangs.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "asl/compile.hpp"
#include "execution/step.hpp"

namespace stepstorm::execution {

struct Answer {
  std::optional<Json> submitted;  // TaskSubmitted first
  std::optional<Json> returns;    // TaskSucceeded
  std::optional<ErrorOutput> throws;
  std::chrono::nanoseconds after{0};
};

inline Answer returns(Json value) { return {.submitted = {}, .returns = std::move(value), .throws = {}}; }
inline Answer throws(std::string error, std::string cause) {
  return {.submitted = {}, .returns = {}, .throws = ErrorOutput{std::move(error), std::move(cause)}};
}
inline Answer hangs() { return {}; }

/// Answers in order of invocation, by state name; the last one repeats.
using Script = std::map<std::string, std::deque<Answer>>;

struct Performance {
  Execution execution;
  History history;
  std::vector<RunTask> tasks;

  std::string text() const { return render_text(history, *execution.state_machine); }
  Json events() const { return render_history(history, *execution.state_machine); }
  std::string status() const { return std::string(status_name(execution.status)); }
  Json output() const {
    const auto* succeeded = std::get_if<Succeeded>(&execution.status);
    return succeeded ? *succeeded->output : Json(nullptr);
  }
  ErrorOutput reason() const {
    const auto* failed = std::get_if<Failed>(&execution.status);
    return failed ? *failed->reason : ErrorOutput{};
  }
};

StateMachinePtr machine_from(const std::string& definition);

/// Until the execution ends or nothing is left to happen. `during` are notices from outside and when they come.
Performance rehearse(const std::string& definition,
                     const Json& input = Json::object(),
                     Script script = {},
                     std::vector<std::pair<std::chrono::nanoseconds, Notice>> during = {},
                     std::uint64_t seed = 1);

Performance rehearse(StateMachinePtr state_machine,
                     const Json& input,
                     Script script = {},
                     std::vector<std::pair<std::chrono::nanoseconds, Notice>> during = {},
                     std::uint64_t seed = 1);

/// The same execution, redriven so long after its start.
Performance redrive(Performance performance, std::chrono::nanoseconds at, Script script = {});

}  // namespace stepstorm::execution
