// Which row of the binding table answers a task. A row names what it answers by an ARN, or by a pattern with `*`; a task
// can be called by several ARNs: a Lambda function by its own, with and without version or alias, and lambda:invoke by
// the function's and by the integration's.
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

/// What an orchestrator knows of a resource.
struct ResourceBinding {
  std::string name;
  std::string arn;
  std::optional<std::uint32_t> queue_limit;  // attempts that may wait for a worker; absent: no limit
  bool outside = false;     // no worker here answers it: an activity's tasks are polled, a callback's token is used
  std::uint32_t row = 0;    // of the binding table; the first that fits a task answers it
  bool by_pattern = false;  // the row's ARN is a pattern
  std::optional<std::uint32_t> concurrency;  // attempts at once, waiting ones among them; absent: no limit
  bool is_function = false;                  // a user's own
  bool takes_parameters = false;             // its workers are given lambda:invoke's parameters, not only the payload
};

/// By what a row may name a task.
struct TaskNames {
  std::optional<asl::FunctionName> function;  // without a region of its own it is that of every row's region
  std::vector<std::string> arns;              // of the activity or the integration
};
/// Without a function, lambda:invoke is called by what does not depend on it.
[[nodiscard]] TaskNames names_of(const asl::Resource& resource, const std::optional<asl::FunctionName>& function = {});

/// The function that a task calls, by its resource or by literal Parameters. nullopt: it calls none, or one that only
/// its execution knows.
[[nodiscard]] std::optional<asl::FunctionName> function_of(const asl::TaskState& task, const asl::Home& home = {});

[[nodiscard]] bool is_pattern(std::string_view row_arn);
/// The first of the names that the row's ARN or pattern fits: the one to call its workers after.
[[nodiscard]] std::optional<std::string> fitting(std::string_view row_arn, const TaskNames& names);
/// Whether some Lambda function may fit: for tasks whose function only the execution knows.
[[nodiscard]] bool may_fit_functions(std::string_view row_arn);

/// Of the resources that fit, the one whose row stands first in the table.
[[nodiscard]] std::optional<ResourceIndex> resource_for(const TaskNames& names,
                                                        const std::vector<ResourceBinding>& resources);

/// `nothing answers state 'Pay': no workers are bound to arn:...`
[[nodiscard]] std::string nothing_answers(const std::string& state, const std::string& arn);
/// What to do about it: the row that would bind the task.
[[nodiscard]] std::string how_to_bind(const std::string& state, const std::string& arn);

}  // namespace stepstorm::orchestration
