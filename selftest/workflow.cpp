#include "selftest/workflow.hpp"

#include <cassert>
#include <utility>

#include "asl/compile.hpp"

namespace stepstorm::selftest {
namespace {

std::string arn_of(const std::string& name) { return "arn:aws:lambda:us-east-1:123456789012:function:" + name; }

std::string quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

execution::StateMachinePtr tasks_in_a_row(const std::vector<std::string>& names, const std::string& fields) {
  std::string states;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool last = i + 1 == names.size();
    states += quoted(names[i]) + R"(: {"Type": "Task", "Resource": )" + quoted(arn_of(names[i])) + ", " + fields +
              (last ? R"("End": true})" : R"("Next": )" + quoted(names[i + 1]) + "}, ");
  }
  const auto compiled = asl::compile(R"({"StartAt": )" + quoted(names.front()) + R"(, "States": {)" + states + "}}");
  assert(compiled.machine);
  return execution::create_state_machine("Selftest", compiled.machine);
}

workers::ResourceOptions worker_of(const std::string& name,
                                   const world::Distribution& service_time,
                                   std::uint32_t servers) {
  workers::ResourceOptions options;
  options.name = name;
  options.arn = arn_of(name);
  options.capacity = servers;
  options.worker.service_time = service_time;
  return options;
}

simulation::Scenario scenario(execution::StateMachinePtr state_machine,
                              std::vector<workers::ResourceOptions> resources,
                              simulation::Load load,
                              world::Duration duration,
                              world::Duration warm_up) {
  return {.title = {},
          .state_machine = std::move(state_machine),
          .state_machines = {},
          .resources = std::move(resources),
          .load = std::move(load),
          .inputs = simulation::ListedInputs{{Payload{Json::object()}}},
          .duration = duration,
          .orders = {},
          .warm_up = warm_up,
          .quotas = {}};
}

}  // namespace stepstorm::selftest
