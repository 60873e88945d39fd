#include "orchestration/policies/attempt_guard.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::policies {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint now{1'800'000'000s};
const std::vector<std::string> resources{"validate", "payment"};

}  // namespace

TEST_CASE("each resource has a circuit of its own, the budget is everybody's", "[resilience]") {
  Policies policies;
  policies.retry_budget = {.ratio = 0, .burst = 2, .minimum_per_second = 0};
  policies.circuit_breakers["payment"].minimum_calls = 1;
  AttemptGuard guard{policies, resources, now};

  const auto payment = guard.begin(1, 1, now);
  REQUIRE(payment);
  guard.ended(1, *payment, CallEnd::Failed, now);
  CHECK(guard.circuits(now).size() == 1);
  CHECK(guard.circuits(now)[0].resource == 1);
  CHECK(guard.circuits(now)[0].openings == 1);
  CHECK(guard.begin(1, 1, now).error() == Refusal::CircuitOpen);
  CHECK(guard.begin(1, 2, now).error() == Refusal::CircuitOpen);  // takes no token
  CHECK(guard.circuits(now)[0].refused == 2);

  CHECK(guard.begin(0, 1, now) == AttemptGuard::no_round);
  CHECK(guard.begin(0, 2, now));
  CHECK(guard.begin(0, 3, now));
  CHECK(guard.begin(0, 2, now).error() == Refusal::RetryBudgetExhausted);
}

TEST_CASE("a retry that the budget refuses is no probe", "[resilience]") {
  Policies policies;
  policies.retry_budget = {.ratio = 0, .burst = 1, .minimum_per_second = 0};
  auto& breaker = policies.circuit_breakers["payment"];
  breaker.minimum_calls = 1;
  breaker.probes = 1;
  AttemptGuard guard{policies, resources, now};
  guard.ended(1, *guard.begin(1, 2, now), CallEnd::Failed, now);

  const TimePoint later = now + breaker.open_for;
  CHECK(guard.begin(1, 2, later).error() == Refusal::RetryBudgetExhausted);
  CHECK(guard.begin(1, 1, later));
  CHECK(guard.begin(1, 1, later).error() == Refusal::CircuitOpen);
}

}  // namespace stepstorm::policies
