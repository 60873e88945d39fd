// What `simulate` and `experiment` share on the wall clock: how a run is staged, when it has to end early, and the live
// figures that are shown while it goes on.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <ostream>
#include <string>

#include "experiment/run.hpp"
#include "launch/play.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

/// Orders that were open so long after anything had started or ended are taken to be open for ever.
inline constexpr std::chrono::seconds wall_patience{60};
/// What a run may hold at once before it is cut short: memory is finite, and a schedule does not wait.
inline constexpr std::size_t wall_open_max = 1'000'000;

/// For one run, which is to be begun at once.
[[nodiscard]] experiment::Stage stage_of(Clock clock);

/// Why a run has to be cut short now; empty: it has not.
[[nodiscard]] std::string reason_to_end(Clock clock, const simulation::Simulation& simulation);

/// The figures of the run that is going on. Looked at by its thread, shown by another.
class LiveFigures {
 public:
  /// `run`: from 0.
  void look(const simulation::Simulation& simulation, std::size_t run);
  /// `12 s of 30 s, 20,000/s asked, 20,000/s sent, 1,204 open, 33 without success, lag p99 0.4 ms, max 3.1 ms`;
  /// with several runs, which one it is.
  [[nodiscard]] std::string line(world::Duration whole, std::size_t runs) const;

 private:
  mutable std::mutex mutex_;
  std::size_t run_ = 0;
  world::Time now_{0};
  simulation::OrderCounts orders_;
  std::uint64_t open_ = 0;
  simulation::ScheduleResult schedule_;
};

/// Where progress goes: on a terminal one line that is written again and again, else a line every five seconds.
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

}  // namespace stepstorm::app
