#include "orchestration/execution_start.hpp"

#include <memory>
#include <utility>

#include "asl/checks/names.hpp"

namespace stepstorm::orchestration {
namespace {

std::string arn_of(const messages::StartExecution& request) {
  execution::Execution named;
  named.state_machine = request.state_machine;
  named.id = request.id;
  named.given_name = std::make_unique<const std::string>(*request.name);
  return execution_arn(named);
}

/// EXPRESS executions may share a name.
bool is_claimed(const messages::StartExecution& request) {
  return request.name && request.state_machine->type == asl::MachineType::STANDARD;
}

}  // namespace

tl::expected<AdmittedExecution, StartRefusal> admit(messages::StartExecution request,
                                                    const world::Stream& naming,
                                                    ExecutionNames& names,
                                                    TimePoint now) {
  if (request.name && !asl::is_valid_name(*request.name))
    return tl::unexpected{StartRefusal{"InvalidName", "Invalid Name: '" + *request.name + '\''}};
  request.name_claimed = is_claimed(request);
  if (!request.name) request.name = world::Stream{naming}.uuid();
  AdmittedExecution admitted{.request = std::move(request), .arn = {}, .started_at = now};
  admitted.arn = arn_of(admitted.request);
  admitted.id = admitted.request.id;
  if (!admitted.request.name_claimed) return admitted;

  const auto claim = names.claim(admitted.arn, admitted.request.input, admitted.id, now);
  if (claim.claim == ExecutionNames::Claim::Taken)
    return tl::unexpected{StartRefusal{"ExecutionAlreadyExists", "Execution Already Exists: '" + admitted.arn + '\''}};
  admitted.id = claim.execution;
  admitted.started_at = claim.started_at;
  admitted.runs_already = claim.claim == ExecutionNames::Claim::RunsAlready;
  return admitted;
}

}  // namespace stepstorm::orchestration
