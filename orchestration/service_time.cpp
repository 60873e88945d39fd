#include "orchestration/service_time.hpp"

#include <cmath>

#include "asl/overload.hpp"

namespace stepstorm::orchestration {
namespace {

std::chrono::nanoseconds share(std::chrono::nanoseconds of, double factor) {
  return std::chrono::nanoseconds{std::llround(static_cast<double>(of.count()) * factor)};
}

}  // namespace

std::chrono::nanoseconds draw(const ServiceTime& service_time, world::Stream& random) {
  return std::visit(
      Overload{[](const ConstantTime& time) { return time.value; },
               [&](const UniformTime& time) { return time.from + share(time.to - time.from, random.uniform()); },
               [&](const ExponentialTime& time) { return share(time.mean, -std::log1p(-random.uniform())); }},
      service_time);
}

}  // namespace stepstorm::orchestration
