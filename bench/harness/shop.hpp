// The order workflow of three tasks with everything around it that a benchmark varies: who answers, which history is kept,
// what the orders carry. Every task has a timeout, so every attempt arms a timer and disarms it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "execution/execution.hpp"
#include "values/payload.hpp"
#include "workers/resource.hpp"

namespace stepstorm::bench {

struct Workflow {
  asl::MachineType type = asl::MachineType::EXPRESS;
  std::chrono::seconds task_timeout{60};
  int retries = 0;  // at most so many of each task, each after a second
};

/// In the history of an order that succeeds at once.
inline constexpr std::size_t events_of_an_order = 17;

/// ValidateOrder -> ProcessPayment -> ConfirmOrder.
[[nodiscard]] execution::StateMachinePtr order_machine(const Workflow& workflow = {});

/// A machine from its text; throws what is wrong with it.
[[nodiscard]] execution::StateMachinePtr machine_from(const std::string& definition,
                                                      asl::MachineType type = asl::MachineType::STANDARD);

[[nodiscard]] std::string function_arn(const std::string& name);

/// An echo worker for each of the three tasks, with room for so many attempts.
[[nodiscard]] std::vector<orchestration::ResourceOptions> echo_resources(std::uint32_t capacity);

/// So many documents of that many bytes as JSON text, none the same.
[[nodiscard]] std::vector<Payload> order_inputs(std::size_t count, std::size_t bytes);
[[nodiscard]] std::string order_text(std::uint64_t number, std::size_t bytes);

}  // namespace stepstorm::bench
