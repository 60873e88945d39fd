#include "orchestration/performers/performer.hpp"

#include <utility>
#include <variant>

namespace stepstorm::orchestration {

std::string PerformerContext::request_id(const Attempt& attempt) const {
  return requests.of(executions[attempt.execution.slot].id()).of(attempt.id.epoch).uuid();
}

const asl::TaskState& PerformerContext::task_of(const Attempt& attempt) const {
  const execution::Execution& execution = executions[attempt.execution.slot].execution;
  return std::get<asl::TaskState>(execution.machine().states[attempt.state].detail);
}

void PerformerContext::fail(const Attempt& attempt, std::string_view error, std::string cause) const {
  executions[attempt.execution.slot].work(attempt.id.scope).attempt = no_attempt;
  agenda.tell(attempt.execution, execution::TaskFailed{attempt.id, std::string{error}, std::move(cause)});
}

}  // namespace stepstorm::orchestration
