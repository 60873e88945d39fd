#include "execution/execution.hpp"

#include <algorithm>

namespace stepstorm::execution {

std::chrono::nanoseconds scaled(const StateMachine& state_machine, std::chrono::nanoseconds wait) {
  if (state_machine.wait_time_scale == 1) return wait;
  using Nanoseconds = std::chrono::duration<double, std::nano>;
  constexpr double longest = 9e18;
  return std::chrono::nanoseconds{
      static_cast<std::int64_t>(std::min(Nanoseconds{wait}.count() * state_machine.wait_time_scale, longest))};
}

StateMachinePtr create_state_machine(std::string name, asl::MachinePtr machine) {
  auto created = std::make_shared<StateMachine>();
  created->arn = "arn:aws:states:" + created->region + ":" + created->account + ":stateMachine:" + name;
  created->role_arn = "arn:aws:iam::" + created->account + ":role/stepstorm";
  created->name = std::move(name);
  created->type = machine->type;
  created->machine = std::move(machine);
  return created;
}

/// TimeoutSeconds is the machine's own; a child of a Distributed Map has only what its type allows.
TimePoint deadline(const Execution& execution) {
  const StateMachine& owner = *execution.state_machine;
  const auto most = owner.type == asl::MachineType::STANDARD ? standard_duration_max : express_duration_max;
  const TimePoint last = after(execution.started_at, most);
  const auto stated = owner.root == asl::machine_scope ? owner.machine->timeout : std::nullopt;
  if (!stated) return last;
  const TimePoint begun = execution.redrives > 0 ? execution.redriven_at : execution.started_at;
  return std::min(after(begun, *stated), last);
}

std::string_view status_name(const Status& status) {
  static constexpr std::string_view names[] = {"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"};
  return names[status.index()];
}

std::string execution_arn(const Execution& execution) {
  const StateMachine& owner = *execution.state_machine;
  const bool express = owner.type == asl::MachineType::EXPRESS;
  const std::string name = execution.name();
  const std::string arn = "arn:aws:states:" + owner.region + ":" + owner.account +
                          (express ? ":express:" : ":execution:") + owner.name + ":" + name;
  return express ? arn + ":" + world::Stream::named(execution.id, name).uuid() : arn;
}

}  // namespace stepstorm::execution
