#include "terminal/wall_run.hpp"

#include "launch/interrupt.hpp"
#include "launch/wall_shell.hpp"
#include "terminal/output.hpp"
#include "values/words.hpp"

namespace stepstorm::terminal {
namespace {

constexpr std::chrono::milliseconds slice{100};
/// For orders open at an interrupt; a second interrupt ends the program at once.
constexpr std::chrono::milliseconds grace{500};

std::string rate(std::optional<double> per_second) { return per_second ? short_number(*per_second) : "?"; }

}  // namespace

experiment::Stage stage_of(launch::Clock clock) {
  if (clock == launch::Clock::Virtual) return {};
  return {
      .shell = launch::make_wall_shell(wall_patience),
      .epoch = std::chrono::time_point_cast<TimePoint::duration>(std::chrono::system_clock::now()) + launch::wall_lead,
      .slice = slice,
      .grace = grace,
      .lateness = std::chrono::hours{24}};  // the delay of a busy machine's timers is unknown
}

std::string reason_to_end(launch::Clock clock, const simulation::Simulation& simulation) {
  if (launch::interrupted()) return "interrupted";
  if (clock == launch::Clock::Wall && simulation.open() > wall_open_max)
    return "more than " + grouped(wall_open_max) + " executions were open at once";
  return {};
}

void LiveFigures::look(const simulation::Simulation& simulation, std::size_t run) {
  const std::lock_guard lock{mutex_};
  run_ = run;
  now_ = simulation.now();
  orders_ = simulation.so_far();
  open_ = simulation.open();
  if (const auto* schedule = simulation.shell().schedule()) schedule_ = *schedule;
}

std::string LiveFigures::line(world::Duration whole, std::size_t runs) const {
  const std::lock_guard lock{mutex_};
  std::string text;
  if (runs > 1) text = "run " + std::to_string(run_ + 1) + " of " + std::to_string(runs) + ", ";
  return text + in_words(now_) + " of " + in_words(whole) + ", " + rate(schedule_.asked_per_s()) + "/s asked, " +
         rate(schedule_.achieved_per_s()) + "/s sent, " + grouped(open_) + " open, " +
         grouped(orders_.failed + orders_.timed_out + orders_.aborted) + " without success, lag p99 " +
         short_time(schedule_.lag.value_at_percentile(99)) + ", max " + short_time(schedule_.lag.max());
}

void ProgressLine::show(const std::string& text) {
  if (terminal_.interactive) {
    out_ << erase_line << shortened(text, terminal_.columns - 1) << std::flush;
  } else if (const auto now = std::chrono::steady_clock::now(); now >= next_) {
    out_ << text << std::endl;
    next_ = now + between_lines;
  }
}

void ProgressLine::clear() {
  if (terminal_.interactive) out_ << erase_line << std::flush;
}

}  // namespace stepstorm::terminal
