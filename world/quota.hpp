// AWS's quotas of one account: token buckets for StartExecution and StateTransition, and a limit of open executions.
// Standard and Express workflows have separate quotas, and therefore a QuotaGate each.
// Pure: time is an argument. Exact to the nanosecond; each call takes constant time.
// Source: AWS Step Functions developer guide, "Quotas" (2022; AWS raises them without notice, so all can be replaced).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "world/finding.hpp"
#include "world/time.hpp"

namespace stepstorm::world {

struct Bucket {
  std::int64_t capacity = 1;           // tokens, 1 to 1,000 million; full at first
  std::int64_t refill_per_second = 1;  // 1 to 1,000 million
  friend bool operator==(const Bucket&, const Bucket&) = default;
};

/// The quotas of one workflow type. nullopt: unlimited.
struct Quotas {
  std::optional<Bucket> start_execution;
  std::optional<Bucket> state_transition;       // throttled transitions wait and count as ExecutionThrottled
  std::optional<std::int64_t> open_executions;  // at least 1; beyond it ExecutionLimitExceeded
  friend bool operator==(const Quotas&, const Quotas&) = default;
};

struct RegionQuotas {
  Quotas standard;
  Quotas express;
};

/// Returns the first finding; nullopt for valid quotas.
[[nodiscard]] std::optional<OptionFinding> check(const Quotas& quotas);

/// Returns the quotas of an AWS region; us-east-1, us-west-2 and eu-west-1 have larger ones than all others.
/// nullopt when `region` is no region's name.
[[nodiscard]] std::optional<RegionQuotas> region_quotas(std::string_view region);

/// A token bucket; tokens beyond the capacity are lost. Instants must not go back.
class TokenBucket {
 public:
  explicit TokenBucket(const Bucket& bucket, Time now = Time{0});

  /// Takes one token; returns false, and takes nothing, when there is none.
  [[nodiscard]] bool take(Time now);
  /// Takes tokens on credit: the level may become negative.
  void owe(Time now, std::int64_t tokens);
  /// Returns the first instant, not before `now`, at which there is a token.
  [[nodiscard]] Time next_token(Time now) const;
  /// Returns the number of whole tokens; 0 when some are owed.
  [[nodiscard]] std::int64_t tokens(Time now) const;

 private:
  std::int64_t level_at(Time now) const;

  // A token is 10^9 parts, so that the refill per nanosecond in parts equals the refill per second in tokens.
  std::int64_t capacity_parts_;
  std::int64_t parts_per_ns_;
  std::int64_t level_;  // parts at `as_of_`
  Time as_of_;
};

/// Stands before StartExecution for one workflow type in one account and region.
class QuotaGate {
 public:
  enum class Start { allowed, throttled, limit_exceeded };

  /// The quotas must be valid (`check`).
  explicit QuotaGate(const Quotas& quotas, Time now = Time{0});

  /// An allowed execution is open until `ended` is called. A throttled start takes no token; one beyond the limit of
  /// open executions does.
  [[nodiscard]] Start start(Time now);
  void ended();

  std::int64_t open() const { return open_; }

 private:
  std::optional<TokenBucket> starts_;
  std::optional<std::int64_t> open_max_;
  std::int64_t open_ = 0;
};

}  // namespace stepstorm::world
