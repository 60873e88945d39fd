// Common parts of `simulate` and `experiment` on the wall clock: the stage of a run, reasons to end it early, and live
// figures.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <ostream>
#include <string>

#include "experiment/run.hpp"
#include "launch/play.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::terminal {

/// After this time without a start or an end, open orders count as never ending.
inline constexpr std::chrono::seconds wall_patience{60};
/// The number of open orders at which a run is cut short: memory is finite, and the schedule does not wait.
inline constexpr std::size_t wall_open_max = 1'000'000;

/// Makes the stage of one run, which must begin at once.
[[nodiscard]] experiment::Stage stage_of(launch::Clock clock);

/// Returns why a run must be cut short now; empty when it need not.
[[nodiscard]] std::string reason_to_end(launch::Clock clock, const simulation::Simulation& simulation);

/// The figures of the current run. Updated on the run's thread, shown on another.
class LiveFigures {
 public:
  /// Takes the figures of a run. `run`: index of the run, from 0.
  void look(const simulation::Simulation& simulation, std::size_t run);
  /// Returns `12 s of 30 s, 20,000/s asked, 20,000/s sent, 1,204 open, 33 without success, lag p99 0.4 ms, max 3.1
  /// ms`; of several runs, after `run 1 of 3, `.
  [[nodiscard]] std::string line(world::Duration whole, std::size_t runs) const;

 private:
  mutable std::mutex mutex_;
  std::size_t run_ = 0;
  world::Time now_{0};
  simulation::OrderCounts orders_;
  std::uint64_t open_ = 0;
  simulation::ScheduleResult schedule_;
};

/// Shows progress: on a terminal as one line that is rewritten, otherwise as a line every five seconds.
class ProgressLine {
 public:
  ProgressLine(const Terminal& terminal, std::ostream& out) : terminal_(terminal), out_(out) {}
  void show(const std::string& text);
  void clear();

 private:
  const Terminal& terminal_;
  std::ostream& out_;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + between_lines;
  static constexpr std::chrono::seconds between_lines{5};
};

}  // namespace stepstorm::terminal
