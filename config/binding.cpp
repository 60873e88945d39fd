#include "config/binding.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "asl/json.hpp"
#include "asl/resource.hpp"
#include "asl/string_pattern.hpp"

namespace stepstorm::config {
namespace {

using orchestration::ResourceOptions;

bool is_pattern(const ResourceOptions& row) { return row.arn.find('*') != std::string::npos; }

bool fits(const ResourceOptions& row, std::string_view arn) {
  if (!is_pattern(row)) return row.arn == arn;
  const auto pattern = asl::StringPattern::parse(row.arn);
  return pattern && pattern->matches(arn);
}

std::optional<ResourceOptions> row_for(std::string_view arn, const std::vector<ResourceOptions>& rows) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& each) { return fits(each, arn); });
  if (row == rows.end()) return std::nullopt;
  ResourceOptions bound = *row;
  if (is_pattern(*row)) bound.name += '/' + std::string(arn.substr(arn.find_last_of(':') + 1));
  bound.arn = arn;
  return bound;
}

std::string pointer_of(const asl::Machine& machine, const asl::State& state);

/// Of the object that holds a scope's `States`.
std::string pointer_of_scope(const asl::Machine& machine, asl::ScopeIndex scope) {
  const auto owner = machine.scopes[scope].owner;
  if (!owner) return {};
  const asl::State& outer = machine.states[*owner];
  const std::string pointer = pointer_of(machine, outer);
  const auto* parallel = std::get_if<asl::ParallelState>(&outer.detail);
  if (!parallel) return pointer_to(pointer, "ItemProcessor");
  const auto branch = std::find(parallel->branches.begin(), parallel->branches.end(), scope);
  return pointer_to(pointer_to(pointer, "Branches"), static_cast<std::size_t>(branch - parallel->branches.begin()));
}

std::string pointer_of(const asl::Machine& machine, const asl::State& state) {
  return pointer_to(pointer_to(pointer_of_scope(machine, state.scope), "States"), state.name);
}

bool is_mocked(const asl::State& state, const orchestration::MockPlan& mocks) {
  return std::any_of(mocks.begin(), mocks.end(), [&](const auto& mocked) { return mocked.state == state.name; });
}

}  // namespace

Bound bind(const asl::Machine& machine,
           const std::vector<ResourceOptions>& rows,
           const orchestration::MockPlan& mocks) {
  Bound bound;
  for (const asl::State& state : machine.states) {
    const auto* task = std::get_if<asl::TaskState>(&state.detail);
    if (!task || is_mocked(state, mocks)) continue;
    const std::string& arn = task->resource.arn;
    const auto& found = bound.resources;
    if (std::any_of(found.begin(), found.end(), [&](const auto& each) { return each.arn == arn; })) continue;
    if (auto row = row_for(arn, rows))
      bound.resources.push_back(std::move(*row));
    else if (!asl::starts_execution(task->resource))
      bound.unbound.push_back({state.name, arn, pointer_to(pointer_of(machine, state), "Resource")});
  }
  return bound;
}

std::string nobody_answers(const UnboundTask& task, const std::filesystem::path& settings) {
  return "nobody answers state '" + task.state + "': " +
         (settings.empty() ? "there is no config/settings.json that could bind"
                           : settings.string() + " does not bind") +
         " the resource " + task.resource;
}

void add_new(const std::vector<ResourceOptions>& more, std::vector<ResourceOptions>& all) {
  for (const ResourceOptions& resource : more)
    if (std::none_of(all.begin(), all.end(), [&](const auto& known) { return known.arn == resource.arn; }))
      all.push_back(resource);
}

bool starts_executions(const asl::Machine& machine, const orchestration::MockPlan& mocks) {
  return std::any_of(machine.states.begin(), machine.states.end(), [&](const asl::State& state) {
    const auto* task = std::get_if<asl::TaskState>(&state.detail);
    return task && asl::starts_execution(task->resource) && !is_mocked(state, mocks);
  });
}

}  // namespace stepstorm::config
