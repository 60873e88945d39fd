#include "launch/play.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <thread>
#include <utility>

#include "actors/system.hpp"
#include "launch/interrupt.hpp"

namespace stepstorm::launch {
namespace {

/// Interval between checks for interrupts, and between updates of the status line.
constexpr std::chrono::milliseconds moment{50};

std::uint32_t or_cores(std::uint32_t count) {
  return count > 0 ? count : std::max(1u, std::thread::hardware_concurrency());
}

actors::SystemOptions options_of(const Launch& launch) {
  actors::SystemOptions options;
  if (launch.clock == Clock::Wall)
    options.clock = actors::WallClock{.threads = or_cores(launch.threads), .pinned = launch.pinned};
  else
    options.clock = actors::VirtualClock{};
  options.orchestrators = launch.clock == Clock::Wall ? or_cores(launch.orchestrators) : 1;
  options.limits = launch.limits;
  options.seed = launch.seed;
  options.resources = launch.resources;
  options.live_events = true;
  options.objects = std::make_shared<FolderStore>(launch.buckets);
  options.state_machines = launch.state_machines;
  options.declares_functions = launch.declares_functions;
  return options;
}

/// One execution in its engine, with its spectator.
class Performance {
 public:
  Performance(const Launch& launch, const Spectator& spectator)
      : launch_(launch), spectator_(spectator), system_(options_of(launch), inbox_) {
    const auto started = system_.start_execution(launch.state_machine, launch.input, launch.name);
    assert(started);  // a valid name, and the first execution
    execution_ = started->id;
  }

  Ending run_in_real_time() {
    while (!ended_) {
      auto told = inbox_.next(moment);
      if (interrupted()) stop("Interrupted by the user.");
      if (told)
        hear(*told);
      else
        spectator_.idle();
    }
    if (are_events_left())
      while (!interrupted() && system_.counters().events_open > 0) std::this_thread::sleep_for(moment);
    return ending();
  }

  Ending run_in_virtual_time() {
    while (!ended_) {
      system_.wait(stretch, turns_max);
      while (auto told = inbox_.next(std::chrono::nanoseconds::zero())) hear(*told);
      if (interrupted()) stop("Interrupted by the user.");
    }
    if (are_events_left())
      while (!interrupted() && system_.counters().events_open > 0) system_.pass(stretch, turns_max);
    return ending();
  }

 private:
  static constexpr std::chrono::hours stretch{24};
  static constexpr std::uint64_t turns_max = 64;  // of actors, a millisecond or two each at most

  bool are_events_left() {
    const std::uint64_t count = system_.counters().events_open;
    if (count > 0) spectator_.waiting(count);
    return count > 0;
  }

  void hear(Told& told) {
    spectator_.told(told);
    auto* ended = std::get_if<Ended>(&told);
    if (ended && ended->ended.execution.id == execution_) ended_ = std::move(ended->ended);
  }

  void stop(std::string cause) {
    if (std::exchange(stopping_, true)) return;
    spectator_.aborting(cause);
    system_.stop(execution_, std::nullopt, std::move(cause));
  }

  Ending ending() { return {std::move(*ended_), system_.counters(), system_.ledger().totals(), launch_.unbound}; }

  const Launch& launch_;
  const Spectator& spectator_;
  Inbox inbox_;
  actors::System system_;
  std::uint64_t execution_ = 0;
  bool stopping_ = false;
  std::optional<orchestration::EndedExecution> ended_;
};

}  // namespace

Ending play(const Launch& launch, const Spectator& spectator) {
  Performance performance(launch, spectator);
  return launch.clock == Clock::Wall ? performance.run_in_real_time() : performance.run_in_virtual_time();
}

}  // namespace stepstorm::launch
