#include "api/registry.hpp"

#include <algorithm>

#include "api/arn.hpp"
#include "asl/resource.hpp"

namespace stepstorm::api {

// Measured: a list of empty objects takes 27 bytes for each byte of its text.
std::uint64_t kept_bytes(const Json& kept) { return 2 * 27 * to_text(kept).size(); }

Error state_machine_does_not_exist(const std::string& arn) {
  return {"StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + '\''};
}

Error state_machine_deleting(const std::string& arn) {
  return {"StateMachineDeleting", "State Machine Deleting: '" + arn + '\''};
}

Alias* StateMachineEntry::alias(const std::string& wanted) {
  const auto found = std::find_if(aliases.begin(), aliases.end(), [&](const Alias& one) { return one.name == wanted; });
  return found == aliases.end() ? nullptr : &*found;
}

const Version* StateMachineEntry::published() const {
  for (const auto& [number, version] : versions)
    if (version.revision == current) return &version;
  return nullptr;
}

std::set<const Revision*> Registry::revisions() const {
  std::set<const Revision*> all;
  for (const auto& [arn, machine] : state_machines) {
    all.insert(machine.current.get());
    for (const auto& [number, version] : machine.versions) all.insert(version.revision.get());
  }
  return all;
}

StateMachineEntry* Registry::state_machine(const std::string& arn) {
  const auto found = state_machines.find(arn);
  return found == state_machines.end() ? nullptr : &found->second;
}

execution::StateMachinePtr Registry::startable(const Revision& revision) {
  const auto& states = revision.state_machine->machine->states;
  const bool asks = std::any_of(states.begin(), states.end(), [](const asl::State& state) {
    const auto* task = std::get_if<asl::TaskState>(&state.detail);
    return task && asl::is_activity(task->resource);
  });
  if (!asks) return revision.state_machine;
  auto& known = knowing_activities_[revision.state_machine];
  if (known) return known;
  auto made = std::make_shared<execution::StateMachine>(*revision.state_machine);
  auto names = std::make_shared<std::set<std::string>>();
  for (const auto& [arn, activity] : activities) names->insert(arn);
  made->activities = std::move(names);
  return known = std::move(made);
}

tl::expected<Tags*, Error> Registry::tags(const std::string& arn) {
  const auto parsed = parse_arn(arn);
  if (!parsed) return tl::unexpected{parsed.error()};
  if (const auto machine = state_machines.find(arn); machine != state_machines.end()) return &machine->second.tags;
  if (const auto activity = activities.find(arn); activity != activities.end()) return &activity->second.tags;
  return refuse("ResourceNotFound", "Resource not found: '" + arn + '\'');
}

}  // namespace stepstorm::api
