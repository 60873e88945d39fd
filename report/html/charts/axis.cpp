#include "report/html/charts/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace stepstorm::report::html {
namespace {

constexpr int time_steps = 5;

/// Returns the smallest of 1, 2, 5, 10, 20 ... that is at least `step`.
double round_step(double step) {
  const double decade = std::pow(10, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * decade >= step * (1 - 1e-9)) return factor * decade;
  return 10 * decade;
}

/// Returns the largest of 1, 2, 5, 10, 20 ... that is at most `value`.
double round_down(double value) {
  const double decade = std::pow(10, std::floor(std::log10(value)));
  for (const double factor : {5.0, 2.0})
    if (factor * decade <= value) return factor * decade;
  return decade;
}

/// Returns the next of these round numbers.
double after(double round) { return round_step(round * 1.5); }

/// Returns the round step in seconds, with the usual divisions of minutes, hours and days.
double round_time_step(double step_s) {
  constexpr double minute = 60, hour = 3600, day = 86'400;
  constexpr std::array steps{1.0,
                             2.0,
                             5.0,
                             10.0,
                             15.0,
                             30.0,
                             minute,
                             2 * minute,
                             5 * minute,
                             10 * minute,
                             15 * minute,
                             30 * minute,
                             hour,
                             2 * hour,
                             3 * hour,
                             6 * hour,
                             12 * hour,
                             day};
  if (step_s < 1) return round_step(step_s);
  const auto found = std::lower_bound(steps.begin(), steps.end(), step_s);
  return found == steps.end() ? day * round_step(step_s / day) : *found;
}

/// Formats durations in one unit, so that labels stay short and alike.
std::string axis_label(double at, Unit unit) {
  return unit == Unit::Milliseconds && at >= 1000 ? plain(at / 1000, 3) + "\u00A0s" : in_words(at, unit);
}

bool is_power_of_ten(double value) {
  const double exponent = std::log10(value);
  return std::abs(exponent - std::round(exponent)) < 1e-9;
}

std::string time_label(double at_s, double step_s) {
  if (at_s == 0) return "0";
  if (step_s < 60) return plain(at_s, 3) + "\u00A0s";
  if (step_s < 3600) return plain(at_s / 60, 0) + "\u00A0min";
  return step_s < 86'400 ? plain(at_s / 3600, 0) + "\u00A0h" : plain(at_s / 86'400, 0) + "\u00A0d";
}

/// Returns a linear axis of durations, in the unit of its steps.
Axis long_axis(double longest_ms) {
  const double step_s = round_time_step(longest_ms / 1000 / 4);
  const double count = std::ceil(longest_ms / 1000 / step_s - 1e-9);
  Axis axis{.low = 0, .high = 1000 * step_s * count};
  for (double i = 0; i <= count; ++i) axis.ticks.push_back({1000 * step_s * i, time_label(step_s * i, step_s)});
  return axis;
}

/// Ticks at powers of ten of milliseconds, then at seconds, minutes, hours and days; with intermediate ticks when
/// there is room.
Axis long_logarithmic_axis(double shortest_ms, double longest_ms) {
  struct Round {
    double ms;
    bool is_main;
  };
  constexpr double second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
  constexpr std::array rounds{
      Round{1, true},           Round{10, true},          Round{100, true},          Round{second, true},
      Round{5 * second, false}, Round{10 * second, true}, Round{30 * second, false}, Round{minute, true},
      Round{2 * minute, false}, Round{5 * minute, false}, Round{10 * minute, true},  Round{30 * minute, false},
      Round{hour, true},        Round{2 * hour, false},   Round{6 * hour, true},     Round{12 * hour, false},
      Round{day, true},         Round{2 * day, false},    Round{5 * day, false},     Round{10 * day, true},
      Round{30 * day, false},   Round{100 * day, true},   Round{365 * day, true}};
  const auto above = [](double ms) { return [ms](const Round& round) { return round.ms > ms; }; };
  const auto* first = std::find_if(rounds.begin(), rounds.end(), above(shortest_ms));
  const auto* last = std::find_if(rounds.begin(), rounds.end(), above(longest_ms * (1 - 1e-9)));
  if (first != rounds.begin()) --first;
  if (last == rounds.end()) --last;
  Axis axis{.low = std::min(first->ms, shortest_ms), .high = std::max(last->ms, longest_ms), .logarithmic = true};
  const bool has_room = axis.high / axis.low < 500;
  for (const auto* round = first; round <= last; ++round)
    if (has_room || round->is_main) axis.ticks.push_back({round->ms, in_words(round->ms, Unit::Milliseconds)});
  return axis;
}

}  // namespace

double Axis::share(double value) const {
  if (logarithmic) return std::clamp(std::log(std::max(value, low) / low) / std::log(high / low), 0.0, 1.0);
  return std::clamp((value - low) / (high - low), 0.0, 1.0);
}

Axis linear_axis(double highest, Unit unit, int steps) {
  const double step = round_step((highest > 0 ? highest : 1) / steps);
  const double count = std::max(1.0, std::ceil(highest / step - 1e-9));
  Axis axis{.low = 0, .high = step * count};
  for (double i = 0; i <= count; ++i) axis.ticks.push_back({i * step, i == 0 ? "0" : axis_label(i * step, unit)});
  return axis;
}

Axis logarithmic_axis(double lowest, double highest, Unit unit) {
  Axis axis{.low = round_down(lowest), .high = round_step(highest), .logarithmic = true};
  if (axis.high <= axis.low) axis.high = after(axis.low);
  const bool has_room = axis.high / axis.low < 500;
  for (double at = axis.low; at <= axis.high * (1 + 1e-9); at = after(at))
    if (has_room || is_power_of_ten(at)) axis.ticks.push_back({at, axis_label(at, unit)});
  return axis;
}

Axis duration_axis(double shortest_ms, double longest_ms) {
  constexpr double many = 20;
  constexpr double long_ms = 120'000;  // from here on, labels are in minutes, hours and days
  const bool logarithmic = shortest_ms > 0 && longest_ms >= many * shortest_ms;
  if (longest_ms >= long_ms)
    return logarithmic ? long_logarithmic_axis(shortest_ms, longest_ms) : long_axis(longest_ms);
  return logarithmic ? logarithmic_axis(shortest_ms, longest_ms, Unit::Milliseconds)
                     : linear_axis(longest_ms, Unit::Milliseconds, 4);
}

Axis time_axis(double end_s) {
  constexpr double nearly = 0.95;  // tolerance: a run's last seconds do not change the steps
  Axis axis{.low = 0, .high = end_s > 0 ? end_s : 1};
  const double step = round_time_step(nearly * axis.high / time_steps);
  for (double i = 0; i * step <= axis.high * (1 + 1e-9); ++i)
    axis.ticks.push_back({i * step, time_label(i * step, step)});
  return axis;
}

Axis percentile_axis() {
  Axis axis{.low = percentile_place(50), .high = percentile_place(99.999), .logarithmic = true};
  for (const double percentile : {50.0, 90.0, 99.0, 99.9, 99.99, 99.999})
    axis.ticks.push_back({percentile_place(percentile), plain(percentile, 3) + "\u00A0%"});
  return axis;
}

double percentile_place(double percentile) { return 100 / (100 - percentile); }

}  // namespace stepstorm::report::html
