#include "orchestration/policies/retry_budget.hpp"

#include <algorithm>
#include <chrono>

namespace stepstorm::policies {

void RetryBudget::deposit(TimePoint now) {
  fill_up(now);
  add(options_.ratio);
}

bool RetryBudget::withdraw(TimePoint now) {
  fill_up(now);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

void RetryBudget::add(double tokens) { tokens_ = std::min(tokens_ + tokens, options_.burst); }

void RetryBudget::fill_up(TimePoint now) {
  add(options_.minimum_per_second * std::chrono::duration<double>(now - at_).count());
  at_ = now;
}

}  // namespace stepstorm::policies
