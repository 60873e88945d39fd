// How long a worker works at one attempt.
#pragma once

#include <chrono>
#include <variant>

#include "world/stream.hpp"

namespace stepstorm::orchestration {

struct ConstantTime {
  std::chrono::nanoseconds value{0};
};
struct UniformTime {
  std::chrono::nanoseconds from{0};
  std::chrono::nanoseconds to{0};  // not less than `from`
};
struct ExponentialTime {
  std::chrono::nanoseconds mean{0};
};
using ServiceTime = std::variant<ConstantTime, UniformTime, ExponentialTime>;

/// One service time; a constant one draws nothing.
[[nodiscard]] std::chrono::nanoseconds draw(const ServiceTime& service_time, world::Stream& random);

}  // namespace stepstorm::orchestration
