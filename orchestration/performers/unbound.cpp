#include "orchestration/performers/unbound.hpp"

#include "asl/resource.hpp"
#include "orchestration/binding.hpp"
#include "orchestration/performers/function_invocation.hpp"
#include "orchestration/performers/nested_request.hpp"

namespace stepstorm::orchestration {

std::uint32_t Unbound::begin(Attempt& attempt, messages::RunTask&& task, TimePoint) {
  ++context_.counters.unavailable;
  fail(attempt, *task.input);
  return no_attempt;
}

void Unbound::fail(const Attempt& attempt, const Json& input) const {
  const execution::StateMachine& owner = *context_.executions[attempt.execution.slot].execution.state_machine;
  const asl::Resource& resource = context_.resource_of(attempt);
  const std::string& state = owner.machine->states[attempt.state].name;
  const asl::Home home{.region = owner.region, .account = owner.account};
  std::string arn = resource.arn;
  if (asl::invokes_function(resource)) {
    const auto invoked = invoked_function(input, home);
    if (!invoked) {
      const auto refused = unusable_parameters(input, "The value of the field 'FunctionName' has an invalid format");
      return context_.fail(attempt, *refused.error, *refused.cause);
    }
    if (declares_functions_) return fail_not_found(attempt, *invoked);
    arn = invoked->function;
  } else if (const auto function = asl::parse_function_name(arn, home); function && declares_functions_) {
    return fail_not_found(attempt, *function);
  }
  context_.fail(attempt,
                "States.Runtime",
                nothing_answers(state, arn) + "; " + how_to_bind(state, arn) + ", a mock of the state answers as well");
}

void Unbound::fail_not_found(const Attempt& attempt, const asl::FunctionName& function) const {
  context_.fail(
      attempt, "Lambda.ResourceNotFoundException", function_not_found(function, context_.request_id(attempt)));
}

}  // namespace stepstorm::orchestration
