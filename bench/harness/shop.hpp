// The order workflow of three tasks with the parameters that benchmarks vary: workers, kept histories, inputs of
// orders. Every task has a timeout, so every attempt arms and disarms a timer.
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
  int retries = 0;  // most retries of each task, each after a second
};

/// Number of events in the history of an order without retries.
inline constexpr std::size_t events_of_an_order = 17;

/// ValidateOrder -> ProcessPayment -> ConfirmOrder.
[[nodiscard]] execution::StateMachinePtr order_machine(const Workflow& workflow = {});

/// Compiles a machine; throws its findings.
[[nodiscard]] execution::StateMachinePtr machine_from(const std::string& definition,
                                                      asl::MachineType type = asl::MachineType::STANDARD);

[[nodiscard]] std::string function_arn(const std::string& name);

/// Makes an echo worker for each of the three tasks, with this capacity.
[[nodiscard]] std::vector<workers::ResourceOptions> echo_resources(std::uint32_t capacity);

/// Makes distinct documents of this size in bytes, as JSON text.
[[nodiscard]] std::vector<Payload> order_inputs(std::size_t count, std::size_t bytes);
[[nodiscard]] std::string order_text(std::uint64_t number, std::size_t bytes);

}  // namespace stepstorm::bench
