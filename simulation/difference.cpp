#include "simulation/difference.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "simulation/stepping.hpp"

namespace stepstorm::simulation {
namespace {

/// Number of slices into which a scenario's duration is divided. All events of one slice are kept at once, for both
/// runs.
constexpr int slices = 10'000;

struct Slice {
  world::Time begin{0};
  world::Time end{0};
};

/// Returns the first slice at whose end the two runs differ.
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

/// An event: its rendered line and its data.
struct Happened {
  std::string line;
  std::string details;
  friend bool operator==(const Happened&, const Happened&) = default;
};

std::vector<Happened> events_in(const Slice& slice, const Scenario& scenario, const Run& run) {
  std::vector<Happened> events_in_slice;
  SimulationOptions options = run.options;
  const TimePoint epoch = default_epoch;
  options.watch = [&](const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
    for (const execution::HistoryEvent& event : events)
      if (event.at - epoch >= slice.begin)
        events_in_slice.push_back(
            {"execution " + std::to_string(execution.id) + ": " + render_line(event, *execution.state_machine, epoch),
             to_text(render_event(event, *execution.state_machine))});
  };
  Simulation simulation{scenario, run.seed, std::move(options)};
  simulation.run_until(slice.end);
  return events_in_slice;
}

std::optional<Happened> event_at(const std::vector<Happened>& events, std::ptrdiff_t at) {
  return at < std::ssize(events) ? std::optional{events[static_cast<std::size_t>(at)]} : std::nullopt;
}

/// Returns the text around its first difference from `other`.
std::string excerpt(const std::string& text, const std::string& other) {
  constexpr std::size_t before = 20;
  constexpr std::size_t whole = 100;
  const auto differs = std::mismatch(text.begin(), text.end(), other.begin(), other.end()).first - text.begin();
  const auto at = static_cast<std::size_t>(differs);
  const std::size_t from = at > before ? at - before : 0;
  return (from > 0 ? "…" : "") + text.substr(from, whole) + (from + whole < text.size() ? "…" : "");
}

/// Returns the event's line; adds its data only if the lines are equal.
std::string shown(const std::optional<Happened>& one, const std::optional<Happened>& other) {
  if (!one) return "nothing more happened in this slice of time";
  return other && one->line == other->line ? one->line + ": " + excerpt(one->details, other->details) : one->line;
}

}  // namespace

std::optional<Difference> first_difference(const Scenario& scenario, const Run& one, const Run& other) {
  const auto slice = first_slice_apart(scenario, one, other);
  if (!slice) return std::nullopt;
  const auto left = events_in(*slice, scenario, one);
  const auto right = events_in(*slice, scenario, other);
  const auto at = std::mismatch(left.begin(), left.end(), right.begin(), right.end()).first - left.begin();
  const auto in_left = event_at(left, at);
  const auto in_right = event_at(right, at);
  return Difference{shown(in_left, in_right), shown(in_right, in_left)};
}

}  // namespace stepstorm::simulation
