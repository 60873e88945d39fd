#include "simulation/schedule_meter.hpp"

#include <algorithm>

namespace stepstorm::simulation {
namespace {

constexpr double kept_up = 0.995;     // of the intended rate
constexpr double late_share = 0.001;  // of the orders
constexpr std::uint64_t chance_max = 10;

std::optional<double> per_second(std::uint64_t count, world::Time until) {
  if (until.count() <= 0) return std::nullopt;
  return static_cast<double>(count) * 1e9 / world::ns(until);
}

}  // namespace

std::optional<double> ScheduleResult::asked_per_s() const { return per_second(sent, last_intended); }
std::optional<double> ScheduleResult::achieved_per_s() const {
  return asked_per_s() ? per_second(sent, last_sent) : std::nullopt;
}

bool ScheduleResult::was_bottleneck() const {
  if (closed_loop || (late < chance_max && 2 * late < sent) || late == 0) return false;
  const auto asked = asked_per_s();
  if (asked && *achieved_per_s() < kept_up * *asked) return true;
  return static_cast<double>(late) > late_share * static_cast<double>(sent);
}

void ScheduleMeter::sent(world::Time intended, world::Time at) {
  const world::Duration lag = std::max(at - intended, world::Duration{0});
  if (result_.sent == 0 || lag > result_.lag.max()) result_.worst_at = intended;
  ++result_.sent;
  result_.lag.record(lag);
  if (lag > late_after) ++result_.late;
  result_.last_intended = std::max(result_.last_intended, intended);
  result_.last_sent = std::max({result_.last_sent, at, intended});
}

}  // namespace stepstorm::simulation
