// Random numbers without a unit, from which durations and arrivals are made. The same on every machine.
#pragma once

#include "world/stream.hpp"

namespace stepstorm::world {

/// Above 0 and below 1.
[[nodiscard]] double open_uniform(Stream& random);

/// Of mean 1; more than 0.
[[nodiscard]] double standard_exponential(Stream& random);

/// The sum of `count` standard exponentials.
[[nodiscard]] double standard_erlang(int count, Stream& random);

/// Of mean 0 and variance 1.
[[nodiscard]] double standard_normal(Stream& random);

}  // namespace stepstorm::world
