// What AWS would charge for a run, in dollars, before tax, discounts, free tiers and what other services cost.
// A simulated run is billed as one month. Defaults are the prices of us-east-1.
// Sources: AWS Step Functions pricing page, read 2025 (semantics.md 11); its table of state transitions by region is of
// 2019, since when pages show one region at a time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::metrics {

// ---- Standard: per state transition, each retry being one more

struct StandardPrice {
  double dollars_per_transition = 0.000025;
  std::uint64_t free_transitions = 0;  // AWS's free tier: 4,000 a month, for ever
};

[[nodiscard]] double standard_cost(std::uint64_t transitions, const StandardPrice& price = {});

// ---- Express: per request, and per gigabyte-hour in tiers

struct DurationTier {
  double gigabyte_hours;  // how many are charged at this price before the next tier begins
  double dollars_per_gigabyte_hour;
};

struct ExpressPrice {
  double dollars_per_request = 0.000001;
  std::array<DurationTier, 3> tiers{{
      {1'000, 0.06},
      {4'000, 0.03},
      {std::numeric_limits<double>::infinity(), 0.01642},
  }};
};

/// What Express executions are billed for: each at least 100 ms and 64 MB. Exact, and mergeable in any order.
class ExpressUsage {
 public:
  void record(std::chrono::nanoseconds duration, std::uint64_t memory_bytes);
  void merge(const ExpressUsage& other);

  std::uint64_t requests() const { return requests_; }
  double gigabyte_hours() const;

  friend bool operator==(const ExpressUsage&, const ExpressUsage&) = default;

 private:
  std::uint64_t requests_ = 0;
  std::uint64_t billed_ = 0;  // in units of 64 MB for 100 ms
};

// ---- Lambda: per request, and per gigabyte-second of memory that is held while functions run

/// Of x86 functions, before the discounts of large accounts. The same in all regions of which prices are known here.
/// Source: AWS Lambda pricing page, read 2025; "How AWS Pricing Works", Lambda.
struct LambdaPrice {
  double dollars_per_request = 0.0000002;
  double dollars_per_gigabyte_second = 0.0000166667;
};

/// Those that a run is reckoned with, and the region whose they are.
struct Prices {
  std::string region = "us-east-1";
  StandardPrice standard;
  ExpressPrice express;
  LambdaPrice lambda;
};

/// What is known of a region.
struct RegionPrices {
  StandardPrice standard;
  std::optional<ExpressPrice> express;  // of us-east-1 only
  LambdaPrice lambda;
};
/// By a name such as eu-west-1. Nothing: no price of that region is known here.
[[nodiscard]] std::optional<RegionPrices> region_prices(std::string_view region);
/// The names of which something is known, in alphabetical order.
[[nodiscard]] std::vector<std::string_view> regions_with_prices();

/// What it would cost, part by part.
struct Cost {
  double transitions = 0;  // of Standard executions
  double requests = 0;     // of Express executions
  double duration = 0;     // likewise, with their memory
  double functions = 0;    // Lambda's requests and time, of the functions whose memory is given

  double workflows() const { return transitions + requests + duration; }
  double all() const { return workflows() + functions; }
};

/// Only its time and memory.
[[nodiscard]] double express_duration_cost(const ExpressUsage& usage, const ExpressPrice& price = {});

/// What AWS says an Express execution needs: 50 MB, the definition, and its data once for each Parallel or Map step
/// (once when it has none).
[[nodiscard]] std::uint64_t express_memory_bytes(std::uint64_t definition_bytes,
                                                 std::uint64_t data_bytes,
                                                 std::uint64_t parallel_and_map_steps);

}  // namespace stepstorm::metrics
