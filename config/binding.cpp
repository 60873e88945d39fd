#include "config/binding.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "asl/arn.hpp"
#include "asl/resource.hpp"
#include "orchestration/binding.hpp"
#include "values/json.hpp"

namespace stepstorm::config {
namespace {

using workers::ResourceOptions;

using Rows = std::vector<ResourceOptions>;

/// Returns the part of an ARN after which workers of a pattern are named: Pay, Pay:live, pack, sqs:sendMessage.
std::string short_name(const std::string& arn) {
  if (const auto function = asl::parse_function_name(arn))
    return std::string(function->name()) + (function->qualifier.empty() ? "" : ':' + function->qualifier);
  const auto parts = asl::split_arn(arn);
  if (!parts) return arn;
  constexpr std::string_view activity = "activity:";
  const auto resource = parts->resource;
  return std::string(resource.starts_with(activity) ? resource.substr(activity.size()) : resource);
}

/// Makes the row's workers for tasks with this name.
ResourceOptions workers_of(const ResourceOptions& row, const std::string& name) {
  ResourceOptions bound = row;
  if (!orchestration::is_pattern(row.arn)) return bound;
  bound.name += '/' + short_name(name);
  bound.arn = name;
  return bound;
}

std::optional<ResourceOptions> row_for(const orchestration::TaskNames& names, const Rows& rows, bool skip_patterns) {
  for (const ResourceOptions& row : rows) {
    if (skip_patterns && orchestration::is_pattern(row.arn)) continue;
    if (const auto name = orchestration::fitting(row.arn, names)) return workers_of(row, *name);
  }
  return std::nullopt;
}

/// Adds all rows for functions, for a task whose function is known only at run time. A pattern binds the ARN at run
/// time.
Rows rows_for_any_function(const asl::Resource& invoke, const Rows& rows) {
  const auto is_first_of_its_name = [&](const ResourceOptions& row) {
    const auto first = row_for({.function = asl::parse_function_name(row.arn), .arns = {}}, rows, false);
    return first && first->row == row.row;
  };
  Rows found;
  for (const ResourceOptions& row : rows) {
    if (orchestration::may_fit_functions(row.arn)) {
      if (orchestration::is_pattern(row.arn) || is_first_of_its_name(row)) found.push_back(row);
    } else if (const auto name = orchestration::fitting(row.arn, orchestration::names_of(invoke))) {
      found.push_back(workers_of(row, *name));
    }
  }
  return found;
}

bool starts_one_of(const asl::TaskState& task, const std::vector<std::string>& machines) {
  const auto named =
      task.target && asl::starts_execution(task.resource) ? asl::parse_state_machine_arn(*task.target) : std::nullopt;
  return named && std::find(machines.begin(), machines.end(), named->name()) != machines.end();
}

/// Returns the workers that may answer the task; empty when it is not bound.
Rows workers_for(const asl::TaskState& task, const Rows& rows, const std::vector<std::string>& machines) {
  const auto function = orchestration::function_of(task);
  if (asl::invokes_function(task.resource) && !task.target) return rows_for_any_function(task.resource, rows);
  auto row = row_for(orchestration::names_of(task.resource, function), rows, starts_one_of(task, machines));
  return row ? Rows{std::move(*row)} : Rows{};
}

std::string called_by(const asl::TaskState& task) {
  const auto function = orchestration::function_of(task);
  return function ? function->arn() : task.resource.arn;
}

std::string pointer_of(const asl::Machine& machine, const asl::State& state);

/// Pointer of the object that holds a scope's `States`.
std::string pointer_of_scope(const asl::Machine& machine, asl::ScopeIndex scope) {
  const auto owner = machine.scope(scope).owner;
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

/// Returns the names of the state machines that the machine's tasks start. nullopt: one of them is known only at run
/// time.
std::optional<std::set<std::string>> started_by(const asl::Machine& machine) {
  std::set<std::string> names;
  for (const asl::State& state : machine.states) {
    const auto* task = std::get_if<asl::TaskState>(&state.detail);
    if (!task || !asl::starts_execution(task->resource)) continue;
    if (!task->target) return std::nullopt;
    if (const auto named = asl::parse_state_machine_arn(*task->target)) names.emplace(named->name());
  }
  return names;
}

}  // namespace

Bound bind(const asl::Machine& machine,
           const Rows& rows,
           const orchestration::MockPlan& mocks,
           const std::vector<std::string>& machines) {
  Bound bound;
  for (const asl::State& state : machine.states) {
    const auto* task = std::get_if<asl::TaskState>(&state.detail);
    if (!task || is_mocked(state, mocks)) continue;
    const Rows workers = workers_for(*task, rows, machines);
    add_new(workers, bound.resources);
    if (workers.empty() && !asl::starts_execution(task->resource))
      bound.unbound.push_back({state.name, called_by(*task), pointer_to(pointer_of(machine, state), "Resource")});
  }
  return bound;
}

std::string nothing_answers(const UnboundTask& task, const std::filesystem::path& settings) {
  const std::string why = settings.empty() ? "there is no config/settings.json that could bind workers to "
                                           : settings.string() + " binds no workers to ";
  return "nothing answers state '" + task.state + "': " + why + task.resource + "; " +
         orchestration::how_to_bind(task.state, task.resource);
}

void add_new(const std::vector<ResourceOptions>& more, std::vector<ResourceOptions>& all) {
  for (const ResourceOptions& resource : more)
    if (std::none_of(all.begin(), all.end(), [&](const auto& known) { return known.arn == resource.arn; }))
      all.push_back(resource);
}

std::set<std::string> reachable_from(const execution::StateMachinePtr& first,
                                     const std::vector<execution::StateMachinePtr>& known) {
  std::set<std::string> all;
  for (const auto& each : known) all.insert(each->name);
  std::set<std::string> reached;
  std::vector<execution::StateMachinePtr> open{first};
  while (!open.empty()) {
    const auto started = started_by(*open.back()->machine);
    open.pop_back();
    if (!started) return all;
    for (const auto& each : known)
      if (started->contains(each->name) && reached.insert(each->name).second) open.push_back(each);
  }
  return reached;
}

bool starts_executions(const asl::Machine& machine, const orchestration::MockPlan& mocks) {
  return std::any_of(machine.states.begin(), machine.states.end(), [&](const asl::State& state) {
    const auto* task = std::get_if<asl::TaskState>(&state.detail);
    return task && asl::starts_execution(task->resource) && !is_mocked(state, mocks);
  });
}

}  // namespace stepstorm::config
