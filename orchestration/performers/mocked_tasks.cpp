#include "orchestration/performers/mocked_tasks.hpp"

#include <utility>

#include "asl/resource.hpp"

namespace stepstorm::orchestration {

/// Counts a Distributed Map's children together with the execution that they belong to.
std::uint32_t MockedTasks::begin(Attempt& attempt, messages::RunTask&& task, TimePoint) {
  const std::uint32_t slot = context_.hold(attempt, std::move(task));
  const Attempt& held = context_.attempts.at(slot);
  const OpenExecution& open = context_.executions[attempt.execution.slot];
  const execution::TestCase& test_case = *open.execution.state_machine->test_case;
  if (asl::is_activity(context_.resource_of(attempt)))
    context_.agenda.announce({attempt.execution, execution::TaskStarted{attempt.id, test_case.activity_worker}});
  for (messages::TaskAnswer& answer : mocks_.answers(test_case.plan,
                                                     map_root(context_.executions, open).id(),
                                                     open.execution.machine().states[attempt.state].name,
                                                     context_.attempts.task(held)))
    context_.agenda.add({attempt.execution, std::move(answer)});
  return slot;
}

}  // namespace stepstorm::orchestration
