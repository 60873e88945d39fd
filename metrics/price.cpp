#include "metrics/price.hpp"

#include <algorithm>
#include <cassert>

namespace stepstorm::metrics {
namespace {

constexpr std::uint64_t megabyte = 1u << 20;
constexpr std::uint64_t chunk_bytes = 64 * megabyte;
constexpr std::uint64_t chunks_per_gigabyte = 16;
constexpr std::uint64_t tick_ns = 100'000'000;
constexpr std::uint64_t ticks_per_hour = 36'000;

// At least one.
std::uint64_t units_begun(std::uint64_t amount, std::uint64_t unit) {
  return std::max<std::uint64_t>(1, amount / unit + (amount % unit == 0 ? 0 : 1));
}

}  // namespace

double standard_cost(std::uint64_t transitions, const StandardPrice& price) {
  const std::uint64_t charged = transitions - std::min(transitions, price.free_transitions);
  return static_cast<double>(charged) * price.dollars_per_transition;
}

void ExpressUsage::record(std::chrono::nanoseconds duration, std::uint64_t memory_bytes) {
  assert(duration.count() >= 0);
  ++requests_;
  billed_ +=
      units_begun(static_cast<std::uint64_t>(duration.count()), tick_ns) * units_begun(memory_bytes, chunk_bytes);
}

void ExpressUsage::merge(const ExpressUsage& other) {
  requests_ += other.requests_;
  billed_ += other.billed_;
}

double ExpressUsage::gigabyte_hours() const {
  return static_cast<double>(billed_) / static_cast<double>(chunks_per_gigabyte * ticks_per_hour);
}

double express_duration_cost(const ExpressUsage& usage, const ExpressPrice& price) {
  double dollars = 0;
  double left = usage.gigabyte_hours();
  for (const DurationTier& tier : price.tiers) {
    const double charged = std::min(left, tier.gigabyte_hours);
    dollars += charged * tier.dollars_per_gigabyte_hour;
    left -= charged;
  }
  return dollars;
}

std::uint64_t express_memory_bytes(std::uint64_t definition_bytes,
                                   std::uint64_t data_bytes,
                                   std::uint64_t parallel_and_map_steps) {
  return 50 * megabyte + definition_bytes + data_bytes * std::max<std::uint64_t>(1, parallel_and_map_steps);
}

}  // namespace stepstorm::metrics
