// Unit-less random numbers for durations and arrivals. The same on every machine.
#pragma once

#include "world/stream.hpp"

namespace stepstorm::world {

/// Uniform between 0 and 1, both excluded.
[[nodiscard]] double open_uniform(Stream& random);

/// Exponential with mean 1; more than 0.
[[nodiscard]] double standard_exponential(Stream& random);

/// The sum of `count` standard exponentials.
[[nodiscard]] double standard_erlang(int count, Stream& random);

/// Normal with mean 0 and variance 1.
[[nodiscard]] double standard_normal(Stream& random);

}  // namespace stepstorm::world
