#include "tests/terminal/rehearsal.hpp"

#include <stdexcept>

#include "actors/system.hpp"
#include "launch/preparation.hpp"
#include "terminal/narrator.hpp"
#include "values/overload.hpp"

namespace stepstorm::terminal {
namespace {

actors::SystemOptions virtual_options(const launch::Launch& launch) {
  actors::SystemOptions options;
  options.clock = actors::VirtualClock{};
  options.seed = launch.seed;
  options.resources = launch.resources;
  options.live_events = true;
  return options;
}

/// Reads out what has gathered, until the execution has ended.
class Reader {
 public:
  Reader(const launch::Launch& launch, const Terminal& terminal) : narrator_(launch.state_machine, terminal) {}

  void read(launch::Told& told) {
    std::visit(Overload{[this](const launch::Recorded& recorded) { add(narrator_.tell(recorded)); },
                        [this](launch::Ended& told_end) { ended = std::move(told_end.ended); },
                        [this](const launch::WorkerIsUp& up) { add(narrator_.tell(up)); },
                        [this](const launch::WorkerIsDown& down) { add(narrator_.tell(down)); },
                        [this](const launch::ResourceIsDown& down) { add(narrator_.tell(down)); },
                        [this](const launch::ResourceIsRestored& restored) { add(narrator_.tell(restored)); }},
               told);
  }

  std::string story;
  orchestration::EndedExecution ended;

 private:
  void add(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) story += line + '\n';
  }

  Narrator narrator_;
};

}  // namespace

Rehearsal rehearse(const std::string& machine, std::string_view input, const Terminal& terminal) {
  auto prepared =
      launch::prepare({.machine = machine, .settings = launch::shipped_settings(), .mocks = {}, .machine_name = {}});
  if (!prepared) throw std::runtime_error(prepared.error().front());
  launch::Inbox inbox;
  actors::System system(virtual_options(prepared->launch), inbox);
  const auto started =
      system.start_execution(prepared->launch.state_machine, Payload{parse_json(input).value()}, "rehearsal");
  if (!started) throw std::runtime_error(started.error().message);
  system.wait();
  Reader reader(prepared->launch, terminal);
  while (auto told = inbox.next(std::chrono::nanoseconds::zero())) reader.read(*told);
  return {reader.story, {std::move(reader.ended), system.counters(), system.ledger().totals()}};
}

}  // namespace stepstorm::terminal
