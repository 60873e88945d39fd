#include "bench/harness/virtual_orders.hpp"

#include <utility>

namespace stepstorm::bench {

simulation::ShellOptions engine_options(std::vector<workers::ResourceOptions> resources,
                                        orchestration::HistoryPolicy history) {
  simulation::ShellOptions options;
  options.resources = std::move(resources);
  options.history = history;
  return options;
}

void start(simulation::Engine& engine,
           const execution::StateMachinePtr& machine,
           std::uint64_t first,
           std::uint64_t count,
           std::size_t input_bytes) {
  for (std::uint64_t id = first; id < first + count; ++id)
    engine.start({id, machine, {}, Payload{parse_json(order_text(id, input_bytes)).value()}});
}

void pass(simulation::Engine& engine, TimePoint until) {
  for (TimePoint next = engine.next(); engine.open() > 0 && next <= until && next != never; next = engine.next())
    engine.advance_to(next);
}

}  // namespace stepstorm::bench
