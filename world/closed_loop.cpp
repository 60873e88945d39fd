#include "world/closed_loop.hpp"

#include <cassert>

namespace stepstorm::world {

std::optional<OptionFinding> check(const ClosedLoopOptions& options) {
  if (options.users == 0) return OptionFinding{"/users", "expected at least 1"};
  if (auto found = check(options.think_time)) return OptionFinding{"/think_time" + found->pointer, found->message};
  if (options.ramp_up.count() < 0) return OptionFinding{"/ramp_up", "expected a duration that is not negative"};
  return {};
}

ClosedLoop::ClosedLoop(const ClosedLoopOptions& options, const Stream& random)
    : think_time_(options.think_time), ramp_up_(options.ramp_up) {
  assert(!check(options));
  streams_.reserve(options.users);
  for (std::uint32_t user = 0; user < options.users; ++user) streams_.push_back(random.of(user));
}

Time ClosedLoop::first_start(std::uint32_t user) {
  return next_start(user, rounded(ns(ramp_up_) * user / static_cast<double>(streams_.size())));
}

Time ClosedLoop::next_start(std::uint32_t user, Time ended) { return ended + think_time_.draw(streams_.at(user)); }

}  // namespace stepstorm::world
