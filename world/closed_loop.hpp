// Load that waits for the system: users who each have at most one order open and think before the next one.
// Pure; a user's think times come from a stream of its own, so that whose order ends first moves no other user's draws.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "world/distribution.hpp"
#include "world/finding.hpp"
#include "world/stream.hpp"
#include "world/time.hpp"

namespace stepstorm::world {

struct ClosedLoopOptions {
  std::uint32_t users = 1;  // at least 1
  Distribution think_time = Constant{};
  Duration ramp_up{0};  // not negative; users appear one after the other, evenly over it
};

/// The first thing wrong with it.
[[nodiscard]] std::optional<OptionFinding> check(const ClosedLoopOptions& options);

/// Says when each user, numbered from 0, starts an order.
class ClosedLoop {
 public:
  /// Of options in which `check` found nothing.
  ClosedLoop(const ClosedLoopOptions& options, const Stream& random);

  std::uint32_t users() const { return static_cast<std::uint32_t>(streams_.size()); }

  /// To be asked once for each user: having appeared, it thinks first.
  [[nodiscard]] Time first_start(std::uint32_t user);
  /// When the user whose order ended at `ended`, however it went, starts another one.
  [[nodiscard]] Time next_start(std::uint32_t user, Time ended);

 private:
  Sampler think_time_;
  Duration ramp_up_;
  std::vector<Stream> streams_;
};

}  // namespace stepstorm::world
