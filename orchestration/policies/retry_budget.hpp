// RetryBudget: a token bucket that first attempts fill and retries drain, so that retries stay a bounded share of the
// traffic even when everything fails. Reads no clock: it is given the time, which must not go back.
#pragma once

#include "orchestration/policies/policies.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::policies {

class RetryBudget {
 public:
  RetryBudget(const RetryBudgetOptions& options, TimePoint now) : options_(options), tokens_(options.burst), at_(now) {}

  /// Records a first attempt.
  void deposit(TimePoint now);
  /// Takes a token for a retry. Returns false when there is none.
  [[nodiscard]] bool withdraw(TimePoint now);

 private:
  void add(double tokens);
  void fill_up(TimePoint now);

  RetryBudgetOptions options_;
  double tokens_;
  TimePoint at_;  // tokens of minimum_per_second are added up to this time
};

}  // namespace stepstorm::policies
