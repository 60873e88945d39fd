// What AWS lets an account start and step through: token buckets for StartExecution and StateTransition, and a limit of
// open executions. Standard and Express workflows have quotas of their own, so each has a QuotaGate of its own.
// Pure: time is an argument; exact to the nanosecond; each question takes constant time.
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

/// Those of one workflow type; what is absent is unlimited.
struct Quotas {
  std::optional<Bucket> start_execution;
  std::optional<Bucket> state_transition;       // throttled ones wait and count as ExecutionThrottled
  std::optional<std::int64_t> open_executions;  // at least 1; beyond it ExecutionLimitExceeded
  friend bool operator==(const Quotas&, const Quotas&) = default;
};

struct RegionQuotas {
  Quotas standard;
  Quotas express;
};

/// The first thing wrong with them.
[[nodiscard]] std::optional<OptionFinding> check(const Quotas& quotas);

/// By the name of an AWS region: us-east-1, us-west-2 and eu-west-1 have larger ones than all others.
/// nullopt for what is no region's name.
[[nodiscard]] std::optional<RegionQuotas> region_quotas(std::string_view region);

/// Holds tokens; one that is full stays so. Instants do not go back.
class TokenBucket {
 public:
  explicit TokenBucket(const Bucket& bucket, Time now = Time{0});

  /// Takes one token, or nothing and says false.
  [[nodiscard]] bool take(Time now);
  /// Takes so many tokens, as many of them later as are not there yet.
  void owe(Time now, std::int64_t tokens);
  /// The first instant, not before `now`, at which there is one.
  [[nodiscard]] Time next_token(Time now) const;
  /// Whole tokens; none where some are owed.
  [[nodiscard]] std::int64_t tokens(Time now) const;

 private:
  std::int64_t level_at(Time now) const;

  // A token is 10^9 parts, so that each nanosecond brings as many parts as each second brings tokens.
  std::int64_t capacity_parts_;
  std::int64_t parts_per_ns_;
  std::int64_t level_;  // parts at `as_of_`
  Time as_of_;
};

/// Stands before StartExecution for one workflow type in one account and region.
class QuotaGate {
 public:
  enum class Start { allowed, throttled, limit_exceeded };

  /// Of quotas in which `check` found nothing.
  explicit QuotaGate(const Quotas& quotas, Time now = Time{0});

  /// An allowed execution is open until `ended` is told. A refused one costs its token only when the limit refused it.
  [[nodiscard]] Start start(Time now);
  void ended();

  std::int64_t open() const { return open_; }

 private:
  std::optional<TokenBucket> starts_;
  std::optional<std::int64_t> open_max_;
  std::int64_t open_ = 0;
};

}  // namespace stepstorm::world
