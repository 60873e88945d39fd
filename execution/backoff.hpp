// Decides how long a failed attempt waits before the next one.
// Source: semantics.md 5.2; Amazon States Language specification, "Retrying after error".
#pragma once

#include <chrono>

#include "asl/machine.hpp"
#include "world/stream.hpp"

namespace stepstorm::execution {

/// The delay before retry n (retries granted before it: n - 1), cut by MaxDelaySeconds, without jitter.
[[nodiscard]] std::chrono::nanoseconds nominal_backoff(const asl::Retrier& retrier, int retries_before);

/// The delay with the retrier's jitter: FULL draws once from `random`, uniformly between none and nominal.
[[nodiscard]] std::chrono::nanoseconds backoff(const asl::Retrier& retrier, int retries_before, world::Stream& random);

}  // namespace stepstorm::execution
