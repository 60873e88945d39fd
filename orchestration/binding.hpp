// Finds the row of the binding table that answers a task. A row holds an ARN or a pattern with `*`. A task may match by
// several ARNs: a Lambda function by its own ARN, with and without version or alias; lambda:invoke by the function's
// ARN and by the integration's.
// Source: semantics.md 6.1, 6.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/arn.hpp"
#include "asl/machine.hpp"
#include "execution/execution.hpp"

namespace stepstorm::orchestration {

using ResourceIndex = std::uint32_t;
using WorkerIndex = std::uint32_t;

/// One resource, as an orchestrator knows it.
struct ResourceBinding {
  std::string name;
  std::string arn;
  std::optional<std::uint32_t> queue_limit;  // attempts that may wait for a worker; absent: no limit
  bool outside = false;     // answered from outside: an activity's worker polls, a callback's task token is used
  std::uint32_t row = 0;    // of the binding table; the first row that fits a task answers it
  bool by_pattern = false;  // the row's ARN is a pattern
  std::optional<std::uint32_t> concurrency;  // attempts at once, including waiting ones; absent: no limit
  bool is_function = false;                  // a function of the user
  bool takes_parameters = false;             // its workers receive lambda:invoke's parameters, not only the payload
};

/// The names by which a row may match a task.
struct TaskNames {
  std::optional<asl::FunctionName> function;  // without a region, it matches rows of every region
  std::vector<std::string> arns;              // of the activity or the integration
};
/// Returns the names of a task with this resource; for lambda:invoke without `function`, only the integration's.
[[nodiscard]] TaskNames names_of(const asl::Resource& resource, const std::optional<asl::FunctionName>& function = {});

/// Returns the function that a task calls, from its resource or its literal Parameters. nullopt: the task calls no
/// function, or one that is known only at run time.
[[nodiscard]] std::optional<asl::FunctionName> function_of(const asl::TaskState& task, const asl::Home& home = {});

[[nodiscard]] bool is_pattern(std::string_view row_arn);
/// Returns the first of the names that the row's ARN or pattern fits; its workers are named after it.
[[nodiscard]] std::optional<std::string> fitting(std::string_view row_arn, const TaskNames& names);
/// Returns whether the row may fit a Lambda function; for tasks whose function is known only at run time.
[[nodiscard]] bool may_fit_functions(std::string_view row_arn);

/// Returns the fitting resource whose row comes first in the table, if any.
[[nodiscard]] std::optional<ResourceIndex> resource_for(const TaskNames& names,
                                                        const std::vector<ResourceBinding>& resources);

/// Returns a message such as `nothing answers state 'Pay': no workers are bound to arn:...`.
[[nodiscard]] std::string nothing_answers(const std::string& state, const std::string& arn);
/// Returns advice to go with it: the row that would bind the task.
[[nodiscard]] std::string how_to_bind(const std::string& state, const std::string& arn);

}  // namespace stepstorm::orchestration
