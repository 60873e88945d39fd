#include "bench/harness/shop.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "asl/compile.hpp"

namespace stepstorm::bench {
namespace {

std::string task(const std::string& name, const Workflow& workflow, const std::string& then) {
  const std::string retry =
      R"("Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":1,"BackoffRate":1,"MaxAttempts":)" +
      std::to_string(workflow.retries) + "}],";
  return R"({"Type":"Task","Resource":")" + function_arn(name) + R"(","TimeoutSeconds":)" +
         std::to_string(workflow.task_timeout.count()) + "," + (workflow.retries > 0 ? retry : "") + then + "}";
}

workers::ResourceOptions echo(const std::string& name, std::uint32_t capacity) {
  workers::ResourceOptions resource;
  resource.name = name;
  resource.arn = function_arn(name);
  resource.capacity = capacity;
  return resource;
}

}  // namespace

std::string function_arn(const std::string& name) { return "arn:aws:lambda:us-east-1:123456789012:function:" + name; }

execution::StateMachinePtr machine_from(const std::string& definition, asl::MachineType type) {
  const auto compiled = asl::compile(definition);
  if (!compiled.machine) throw std::invalid_argument(asl::render(compiled.findings.front(), "definition"));
  auto machine = *execution::create_state_machine("Orders", compiled.machine);
  machine.type = type;
  return std::make_shared<const execution::StateMachine>(std::move(machine));
}

execution::StateMachinePtr order_machine(const Workflow& workflow) {
  return machine_from(R"({"StartAt":"ValidateOrder","States":{"ValidateOrder":)" +
                          task("validate", workflow, R"("Next":"ProcessPayment")") + R"(,"ProcessPayment":)" +
                          task("payment", workflow, R"("Next":"ConfirmOrder")") + R"(,"ConfirmOrder":)" +
                          task("confirm", workflow, R"("End":true)") + "}}",
                      workflow.type);
}

std::vector<workers::ResourceOptions> echo_resources(std::uint32_t capacity) {
  return {echo("validate", capacity), echo("payment", capacity), echo("confirm", capacity)};
}

std::string order_text(std::uint64_t number, std::size_t bytes) {
  const std::string begin = R"({"orderId":")" + std::to_string(100'000'000 + number) + R"(","note":")";
  const std::size_t frame = begin.size() + 2;
  return begin + std::string(std::max(bytes, frame) - frame, 'x') + "\"}";
}

std::vector<Payload> order_inputs(std::size_t count, std::size_t bytes) {
  std::vector<Payload> inputs;
  inputs.reserve(count);
  for (std::size_t number = 0; number < count; ++number)
    inputs.emplace_back(parse_json(order_text(number, bytes)).value());
  return inputs;
}

}  // namespace stepstorm::bench
