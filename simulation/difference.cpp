#include "simulation/difference.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "simulation/stepping.hpp"

namespace stepstorm::simulation {
namespace {

/// So finely the time of a scenario is cut; of one slice, all events of both runs are held at once.
constexpr int slices = 10'000;

struct Slice {
  world::Time begin{0};
  world::Time end{0};
};

/// The first at whose end the two have not done the same.
std::optional<Slice> first_slice_apart(const Scenario& scenario, const Run& one, const Run& other) {
  Simulation left{scenario, one.seed, one.options};
  Simulation right{scenario, other.seed, other.options};
  const world::Duration length = std::max<world::Duration>(scenario.duration / slices, world::Duration{1});
  for (Slice slice{{}, length};;) {
    const bool goes_on = left.run_until(slice.end);
    const bool too = right.run_until(slice.end);
    if (goes_on != too || left.hash() != right.hash()) return slice;
    if (!goes_on) return std::nullopt;
    const world::Time event = std::min(left.next_event(), right.next_event());
    slice = {slice.end, step_with(event, slice.end, length)};
  }
}

std::vector<std::string> events_in(const Slice& slice, const Scenario& scenario, const Run& run) {
  std::vector<std::string> lines;
  SimulationOptions options = run.options;
  const TimePoint epoch = ShellOptions{}.epoch;
  options.watch = [&](const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
    for (const execution::HistoryEvent& event : events)
      if (event.at - epoch >= slice.begin)
        lines.push_back("execution " + std::to_string(execution.id) + ": " +
                        render_line(event, *execution.state_machine, epoch));
  };
  Simulation simulation{scenario, run.seed, std::move(options)};
  simulation.run_until(slice.end);
  return lines;
}

std::string line_at(const std::vector<std::string>& lines, std::ptrdiff_t at) {
  return at < std::ssize(lines) ? lines[static_cast<std::size_t>(at)] : "nothing more happened in this slice of time";
}

}  // namespace

std::optional<Difference> first_difference(const Scenario& scenario, const Run& one, const Run& other) {
  const auto slice = first_slice_apart(scenario, one, other);
  if (!slice) return std::nullopt;
  const auto left = events_in(*slice, scenario, one);
  const auto right = events_in(*slice, scenario, other);
  const auto at = std::mismatch(left.begin(), left.end(), right.begin(), right.end()).first - left.begin();
  return Difference{line_at(left, at), line_at(right, at)};
}

}  // namespace stepstorm::simulation
