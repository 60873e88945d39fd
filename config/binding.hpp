// Applies the binding table to a machine: decides which row answers each Task state, and makes the workers.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "asl/machine.hpp"
#include "execution/execution.hpp"
#include "orchestration/performers/mocks.hpp"
#include "workers/resource.hpp"

namespace stepstorm::config {

/// A Task state that no row answers.
struct UnboundTask {
  std::string state;
  std::string resource;  // the ARN of the resource; of the function, if lambda:invoke names one
  std::string pointer;   // of its Resource field, RFC 6901
};

struct Bound {
  std::vector<workers::ResourceOptions> resources;
  std::vector<UnboundTask> unbound;
};

/// Returns the workers for every task of the machine, each resource once, in order of appearance. A row with a pattern
/// makes separate workers for each matching ARN, named after both: `any-function/ShipOrder`. A task whose function is
/// known only at run time gets the workers of all rows for functions; those of a pattern are then named after the row
/// alone. Mocked tasks and tasks that start executions need no row. `machines`: the names of machines that can be
/// started; no pattern takes a task that starts one of them.
[[nodiscard]] Bound bind(const asl::Machine& machine,
                         const std::vector<workers::ResourceOptions>& rows,
                         const orchestration::MockPlan& mocks = {},
                         const std::vector<std::string>& machines = {});

/// Returns a message that says why nothing answers the task and which row would: `nothing answers state 'Pay':
/// config/settings.json binds no workers to arn:...; a row such as ...`. `settings`: the settings file; empty when
/// there is none.
[[nodiscard]] std::string nothing_answers(const UnboundTask& task, const std::filesystem::path& settings);

/// Appends the resources of `more` whose ARN is not in `all` yet.
void add_new(const std::vector<workers::ResourceOptions>& more, std::vector<workers::ResourceOptions>& all);

/// Returns the names of all machines that executions of `first` may start, directly or indirectly: all known machines
/// when a task names its machine only at run time.
[[nodiscard]] std::set<std::string> reachable_from(const execution::StateMachinePtr& first,
                                                   const std::vector<execution::StateMachinePtr>& known);

/// Returns whether the machine has a task with states:startExecution that is not mocked.
[[nodiscard]] bool starts_executions(const asl::Machine& machine, const orchestration::MockPlan& mocks = {});

}  // namespace stepstorm::config
