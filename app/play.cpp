#include "app/play.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "actors/system.hpp"
#include "app/interrupt.hpp"

namespace stepstorm::app {
namespace {

/// How long it may take until an interrupt is seen, and how often a line about the moment is rewritten.
constexpr std::chrono::milliseconds moment{50};

std::uint32_t or_cores(std::uint32_t count) {
  return count > 0 ? count : std::max(1u, std::thread::hardware_concurrency());
}

actors::SystemOptions options_of(const Launch& launch) {
  actors::SystemOptions options;
  options.clock = actors::WallClock{.threads = or_cores(launch.threads)};
  options.orchestrators = or_cores(launch.orchestrators);
  options.seed = launch.seed;
  options.resources = launch.resources;
  options.live_events = true;
  return options;
}

}  // namespace

Ending play(const Launch& launch, const Spectator& spectator) {
  Inbox inbox;
  actors::System system(options_of(launch), inbox);
  const std::uint64_t execution = system.start(launch.state_machine, launch.input, launch.name);
  bool stopping = false;
  for (;;) {
    auto told = inbox.next(moment);
    if (interrupted() && !stopping) {
      stopping = true;
      system.stop(execution, std::nullopt, "Interrupted by the user.");
      spectator.aborting();
    }
    if (!told) {
      spectator.idle();
      continue;
    }
    spectator.told(*told);
    if (auto* ended = std::get_if<Ended>(&*told); ended && ended->ended.execution.id == execution)
      return {std::move(ended->ended), system.counters(), system.ledger().totals()};
  }
}

}  // namespace stepstorm::app
