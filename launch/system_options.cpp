#include "launch/system_options.hpp"

#include <cassert>
#include <utility>

namespace stepstorm::launch {

actors::SystemOptions system_options(std::variant<actors::WallClock, actors::VirtualClock> clock,
                                     simulation::ShellOptions&& options,
                                     const workers::ResourceGauges& gauges) {
  assert(!options.shuffled);
  actors::SystemOptions system{std::move(options), clock, 1, std::move(options.resources), gauges};
  system.ends_after_a_year = false;
  return system;
}

}  // namespace stepstorm::launch
