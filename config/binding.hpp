// From the binding table to the workers that one machine needs: which row answers which Task state.
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

/// A Task state that no row fits.
struct UnboundTask {
  std::string state;
  std::string resource;  // the ARN of what it calls: of the function, if lambda:invoke names one
  std::string pointer;   // to its Resource field, RFC 6901
};

struct Bound {
  std::vector<orchestration::ResourceOptions> resources;
  std::vector<UnboundTask> unbound;
};

/// The workers for every task of the machine, each resource once, in order of appearance. A row with a pattern gives
/// workers of their own to each ARN that it fits, named after both: `any-function/ShipOrder`. For a task whose function
/// only its executions know there are the workers of all rows for functions, those of a pattern named after it alone.
/// Tasks that the mocks answer need no row, nor do those that start executions; `machines` are the names of those that
/// can be started: no pattern takes tasks that say one of them.
[[nodiscard]] Bound bind(const asl::Machine& machine,
                         const std::vector<orchestration::ResourceOptions>& rows,
                         const orchestration::MockPlan& mocks = {},
                         const std::vector<std::string>& machines = {});

/// Why this task cannot be done, and what to do: `nothing answers state 'Pay': config/settings.json binds no workers to
/// arn:...; a row such as ...`. `settings` is the file that was looked at; empty when there is none.
[[nodiscard]] std::string nothing_answers(const UnboundTask& task, const std::filesystem::path& settings);

/// Those whose ARN is not there yet join the others.
void add_new(const std::vector<orchestration::ResourceOptions>& more, std::vector<orchestration::ResourceOptions>& all);

/// The names of those that the first one's executions may start, and of those that these may start: all, where a task says
/// only when it runs which it starts.
[[nodiscard]] std::set<std::string> reachable_from(const execution::StateMachinePtr& first,
                                                   const std::vector<execution::StateMachinePtr>& known);

/// Whether one of its tasks is states:startExecution, and not mocked.
[[nodiscard]] bool starts_executions(const asl::Machine& machine, const orchestration::MockPlan& mocks = {});

}  // namespace stepstorm::config
