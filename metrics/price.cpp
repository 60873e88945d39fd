#include "metrics/price.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace stepstorm::metrics {
namespace {

constexpr std::uint64_t megabyte = 1u << 20;
constexpr std::uint64_t chunk_bytes = 64 * megabyte;
constexpr std::uint64_t chunks_per_gigabyte = 16;
constexpr std::uint64_t tick_ns = 100'000'000;
constexpr std::uint64_t ticks_per_hour = 36'000;

struct Region {
  std::string_view name;
  double dollars_per_thousand;  // state transitions
};

constexpr std::array<Region, 18> regions{{{"ap-northeast-1", 0.0250},
                                          {"ap-northeast-2", 0.0271},
                                          {"ap-south-1", 0.0285},
                                          {"ap-southeast-1", 0.0250},
                                          {"ap-southeast-2", 0.0250},
                                          {"ca-central-1", 0.0250},
                                          {"eu-central-1", 0.0250},
                                          {"eu-north-1", 0.0250},
                                          {"eu-west-1", 0.0250},
                                          {"eu-west-2", 0.0250},
                                          {"eu-west-3", 0.0297},
                                          {"sa-east-1", 0.0375},
                                          {"us-east-1", 0.0250},
                                          {"us-east-2", 0.0250},
                                          {"us-gov-east-1", 0.0300},
                                          {"us-gov-west-1", 0.0300},
                                          {"us-west-1", 0.0279},
                                          {"us-west-2", 0.0250}}};

// At least one.
std::uint64_t units_begun(std::uint64_t amount, std::uint64_t unit) {
  return std::max<std::uint64_t>(1, amount / unit + (amount % unit == 0 ? 0 : 1));
}

}  // namespace

std::optional<RegionPrices> region_prices(std::string_view region) {
  const auto* found =
      std::find_if(regions.begin(), regions.end(), [&](const Region& each) { return each.name == region; });
  if (found == regions.end()) return std::nullopt;
  RegionPrices prices{
      .standard = {.dollars_per_transition = found->dollars_per_thousand / 1000}, .express = {}, .lambda = {}};
  if (region == Prices{}.region) prices.express = ExpressPrice{};
  return prices;
}

std::vector<std::string_view> regions_with_prices() {
  std::vector<std::string_view> names;
  for (const Region& region : regions) names.push_back(region.name);
  return names;
}

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
