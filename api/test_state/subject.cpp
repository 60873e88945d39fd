#include "api/test_state/subject.hpp"

#include <algorithm>
#include <set>

#include "api/operations/state_machines.hpp"
#include "asl/compile.hpp"

namespace stepstorm::api {
namespace {

void add_target(const Json& holder, const char* field, std::set<std::string>& targets) {
  const Json* target = find_member(holder, field);
  if (target && target->is_string()) targets.insert(target->get<std::string>());
}

/// Returns the names of the states that may follow a state.
std::set<std::string> targets_of(const Json& state) {
  std::set<std::string> targets;
  add_target(state, "Next", targets);
  add_target(state, "Default", targets);
  for (const char* list : {"Choices", "Catch"}) {
    const Json* holders = find_member(state, list);
    if (!holders || !holders->is_array()) continue;
    for (const Json& holder : *holders)
      if (holder.is_object()) add_target(holder, "Next", targets);
  }
  return targets;
}

/// Makes a machine that begins with this state and ends after it.
Json machine_around(const Json& state) {
  Json states{{tested_state_name, state}};
  for (const std::string& target : targets_of(state))
    if (target != tested_state_name) states[target] = {{"Type", "Succeed"}};
  return {{"StartAt", tested_state_name}, {"States", std::move(states)}};
}

/// Drops findings about the machine around the state, and makes places relative to the state.
void leave_out_machine(std::vector<asl::Finding>& findings) {
  const std::string prefix = std::string("/States/") + tested_state_name;
  const auto in_state = [&](const asl::Finding& one) { return one.location && one.location->starts_with(prefix); };
  if (std::any_of(findings.begin(), findings.end(), in_state))
    std::erase_if(findings, [&](const asl::Finding& one) { return !in_state(one); });
  for (asl::Finding& finding : findings) {
    if (!in_state(finding)) continue;
    finding.location->erase(0, prefix.size());
    if (finding.location->empty()) finding.location = "/";
  }
}

tl::expected<Subject, Error> single_state(const std::string& definition) {
  const auto state = parse_json(definition);
  const bool is_state = state && state->is_object();
  auto compiled = asl::compile(is_state ? to_text(machine_around(*state)) : definition);
  leave_out_machine(compiled.findings);
  if (!compiled.machine) return tl::unexpected{invalid_definition(compiled.findings)};
  const asl::StateIndex first = compiled.machine->scopes.front().start_at;
  return Subject{std::move(compiled.machine), first};
}

}  // namespace

tl::expected<Subject, Error> find_subject(const std::string& definition, const std::string& state_name) {
  if (state_name.empty()) return single_state(definition);
  auto compiled = asl::compile(definition);
  if (!compiled.machine) return tl::unexpected{invalid_definition(compiled.findings)};
  const auto& states = compiled.machine->states;
  const auto found =
      std::find_if(states.begin(), states.end(), [&](const asl::State& state) { return state.name == state_name; });
  if (found == states.end()) return refuse("ValidationException", "State not found in definition");
  const asl::StateIndex index = found->index;
  return Subject{std::move(compiled.machine), index};
}

}  // namespace stepstorm::api
