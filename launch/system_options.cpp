#include "launch/system_options.hpp"

#include <cassert>
#include <utility>

namespace stepstorm::app {

actors::SystemOptions system_options(std::variant<actors::WallClock, actors::VirtualClock> clock,
                                     simulation::ShellOptions&& options,
                                     const orchestration::ResourceGauges& gauges) {
  assert(!options.shuffled);
  actors::SystemOptions system;
  system.clock = clock;
  system.seed = options.seed;
  system.resources = std::move(options.resources);
  system.history = options.history;
  system.live_events = options.live_events;
  system.objects = std::move(options.objects);
  system.state_machines = std::move(options.state_machines);
  system.state_transitions = options.state_transitions;
  system.faults = std::move(options.faults);
  system.policies = std::move(options.policies);
  system.books_by_order = options.books_by_order;
  system.epoch = options.epoch;
  system.gauges = gauges;
  system.ends_after_a_year = false;
  system.limits = options.limits;
  return system;
}

}  // namespace stepstorm::app
