// Decides how long a failed attempt waits before the next one.
// Source: semantics.md 5.2; Amazon States Language specification, "Retrying after error".
#pragma once

#include <chrono>

#include "asl/machine.hpp"
#include "world/stream.hpp"

namespace stepstorm::execution {

/// Returns the delay before the next retry, capped by MaxDelaySeconds, without jitter. `retries_before`: 0 for the
/// first.
[[nodiscard]] std::chrono::nanoseconds nominal_backoff(const asl::Retrier& retrier, int retries_before);

/// Returns the delay with the retrier's jitter: FULL draws once from `random`, uniformly from 0 to the nominal delay.
[[nodiscard]] std::chrono::nanoseconds backoff(const asl::Retrier& retrier, int retries_before, world::Stream& random);

}  // namespace stepstorm::execution
