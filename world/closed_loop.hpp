// A closed loop: users who think, then start an order and wait for its end. Each has at most one order open.
// Pure. Each user draws think times from a stream of its own, so that the order in which orders end changes no draws.
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
  Duration ramp_up{0};  // not negative; users appear one after the other, evenly spaced over this time
};

/// Returns the first finding; nullopt for valid options.
[[nodiscard]] std::optional<OptionFinding> check(const ClosedLoopOptions& options);

/// Says when each user, numbered from 0, starts an order.
class ClosedLoop {
 public:
  /// The options must be valid (`check`).
  ClosedLoop(const ClosedLoopOptions& options, const Stream& random);

  std::uint32_t users() const { return static_cast<std::uint32_t>(streams_.size()); }

  /// Returns when the user starts the first order: after appearing and thinking. Call once for each user.
  [[nodiscard]] Time first_start(std::uint32_t user);
  /// Returns when the user starts the next order, after one that ended at `ended` with any status.
  [[nodiscard]] Time next_start(std::uint32_t user, Time ended);

 private:
  Sampler think_time_;
  Duration ramp_up_;
  std::vector<Stream> streams_;
};

}  // namespace stepstorm::world
