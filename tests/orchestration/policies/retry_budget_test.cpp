#include "orchestration/policies/retry_budget.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::policies {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint begin{1'800'000'000s};

int retries_let_through(RetryBudget& budget, TimePoint now) {
  int count = 0;
  while (count < 1'000 && budget.withdraw(now)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a retry budget begins full, and then lets retries through in proportion", "[resilience]") {
  RetryBudget budget{{.ratio = 0.25, .burst = 3, .minimum_per_second = 0}, begin};
  CHECK(retries_let_through(budget, begin) == 3);
  for (int attempt = 0; attempt < 8; ++attempt) budget.deposit(begin);
  CHECK(retries_let_through(budget, begin) == 2);
}

TEST_CASE("a retry budget holds no more than its burst", "[resilience]") {
  RetryBudget budget{{.ratio = 1, .burst = 5, .minimum_per_second = 10}, begin};
  for (int attempt = 0; attempt < 100; ++attempt) budget.deposit(begin);
  CHECK(retries_let_through(budget, begin + 1h) == 5);
}

TEST_CASE("a retry budget gets its minimum whatever happens", "[resilience]") {
  RetryBudget budget{{.ratio = 0, .burst = 4, .minimum_per_second = 0.5}, begin};
  CHECK(retries_let_through(budget, begin) == 4);
  CHECK(retries_let_through(budget, begin + 1s) == 0);
  CHECK(retries_let_through(budget, begin + 2s) == 1);
  CHECK(retries_let_through(budget, begin + 6s) == 2);
}

}  // namespace stepstorm::policies
