// Computes AWS's charges for a run, in US dollars, before tax and discounts, without other services except Lambda.
// The defaults are the prices of us-east-1; other regions' can replace them. A simulated run is billed as one month.
// Source: AWS Step Functions pricing page, read 2025 (semantics.md 11).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

namespace stepstorm::metrics {

// ---- Standard: per state transition; each retry counts as one

struct StandardPrice {
  double dollars_per_transition = 0.000025;
  std::uint64_t free_transitions = 0;  // AWS's free tier: 4,000 a month, for ever
};

[[nodiscard]] double standard_cost(std::uint64_t transitions, const StandardPrice& price = {});

// ---- Express: per request, and per gigabyte-hour in tiers

struct DurationTier {
  double gigabyte_hours;  // size of this tier
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

/// Billed usage of Express executions, each at least 100 ms and 64 MB. Exact; merging in any order gives equal results.
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

[[nodiscard]] double express_cost(const ExpressUsage& usage, const ExpressPrice& price = {});

// ---- Lambda: per request, and per gigabyte-second of memory while functions run

/// x86 functions, before volume discounts. Source: AWS Lambda pricing page, us-east-1, read 2025.
struct LambdaPrice {
  double dollars_per_request = 0.0000002;
  double dollars_per_gigabyte_second = 0.0000166667;
};

/// The prices of one region.
struct Prices {
  std::string region = "us-east-1";
  StandardPrice standard;
  ExpressPrice express;
  LambdaPrice lambda;
};

/// The charges by part, in US dollars.
struct Cost {
  double transitions = 0;  // of Standard executions
  double requests = 0;     // of Express executions
  double duration = 0;     // likewise, with their memory
  double functions = 0;    // Lambda's requests and time, for functions whose memory is given

  double workflows() const { return transitions + requests + duration; }
  double all() const { return workflows() + functions; }
};

/// Only time and memory, without requests.
[[nodiscard]] double express_duration_cost(const ExpressUsage& usage, const ExpressPrice& price = {});

/// Returns the memory that AWS bills an Express execution for: 50 MB, the definition, and its data once for each Parallel
/// or Map step (once when there are none).
[[nodiscard]] std::uint64_t express_memory_bytes(std::uint64_t definition_bytes,
                                                 std::uint64_t data_bytes,
                                                 std::uint64_t parallel_and_map_steps);

}  // namespace stepstorm::metrics
