// A token bucket that first attempts fill and retries empty, so that retries stay a share of the traffic when everything
// fails. Told the time, which never goes back.
#pragma once

#include "orchestration/policies/policies.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::policies {

class RetryBudget {
 public:
  RetryBudget(const RetryBudgetOptions& options, TimePoint now) : options_(options), tokens_(options.burst), at_(now) {}

  /// A first attempt is made.
  void deposit(TimePoint now);
  /// false: there is no token for a retry.
  [[nodiscard]] bool withdraw(TimePoint now);

 private:
  void add(double tokens);
  void fill_up(TimePoint now);

  RetryBudgetOptions options_;
  double tokens_;
  TimePoint at_;  // until when minimum_per_second is counted
};

}  // namespace stepstorm::policies
