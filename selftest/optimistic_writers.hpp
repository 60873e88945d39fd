// Simulates clients that each write one row once, under optimistic concurrency control: a client reads the row's
// version and writes if it is still the same when the write arrives; otherwise it backs off and begins again. The
// model of "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015), whose simulator AWS has published; one-way
// network delays are normally distributed, with mean 10 and standard deviation 2.
// Pure; times are in milliseconds.
#pragma once

#include <cstdint>
#include <string_view>

#include "world/stream.hpp"

namespace stepstorm::selftest {

enum class Backoff { None, Exponential, EqualJitter, FullJitter, Decorrelated };

[[nodiscard]] std::string_view name_of(Backoff backoff);

struct Contest {
  double lasted = 0;         // ms until the last client knows that its write succeeded
  std::uint64_t writes = 0;  // attempted writes
};

[[nodiscard]] Contest contest(int clients, Backoff backoff, world::Stream random);

}  // namespace stepstorm::selftest
