// From the binding table to the workers that one machine needs: which row answers which Task state.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "asl/machine.hpp"
#include "orchestration/mocks.hpp"
#include "orchestration/resource.hpp"

namespace stepstorm::config {

/// A Task state whose resource no row fits.
struct UnboundTask {
  std::string state;
  std::string resource;
  std::string pointer;  // to its Resource field, RFC 6901
};

struct Bound {
  std::vector<orchestration::ResourceOptions> resources;
  std::vector<UnboundTask> unbound;
};

/// The workers for every resource that the machine's tasks name, each once, in order of appearance. A row with a pattern
/// gives workers of their own to each ARN that it fits, named after both: `any-function/ShipOrder`. Tasks that the mocks
/// answer need no row, nor do those that start executions.
[[nodiscard]] Bound bind(const asl::Machine& machine,
                         const std::vector<orchestration::ResourceOptions>& rows,
                         const orchestration::MockPlan& mocks = {});

/// Why this task cannot be done: `nobody answers state 'Pay': config/settings.json does not bind the resource arn:...`.
/// `settings` is the file that was looked at; empty when there is none.
[[nodiscard]] std::string nobody_answers(const UnboundTask& task, const std::filesystem::path& settings);

/// Those whose ARN is not there yet join the others.
void add_new(const std::vector<orchestration::ResourceOptions>& more, std::vector<orchestration::ResourceOptions>& all);

/// Whether one of its tasks is states:startExecution, and not mocked.
[[nodiscard]] bool starts_executions(const asl::Machine& machine, const orchestration::MockPlan& mocks = {});

}  // namespace stepstorm::config
