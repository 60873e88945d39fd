#include "orchestration/policies/attempt_guard.hpp"

namespace stepstorm::policies {

std::string_view error_name(Refusal refusal) {
  return refusal == Refusal::CircuitOpen ? "Stepstorm.CircuitOpen" : "Stepstorm.RetryBudgetExhausted";
}

AttemptGuard::AttemptGuard(const Policies& policies, const std::vector<std::string>& resources, TimePoint now)
    : circuits_(resources.size()) {
  if (policies.retry_budget) budget_.emplace(*policies.retry_budget, now);
  for (Resource resource = 0; resource < resources.size(); ++resource)
    if (const auto breaker = policies.circuit_breakers.find(resources[resource]);
        breaker != policies.circuit_breakers.end())
      circuits_[resource] = Circuit{{breaker->second, now}};
}

/// A retry that an open circuit refuses takes no token from the budget.
tl::expected<AttemptGuard::Round, Refusal> AttemptGuard::begin(Resource resource, std::uint32_t number, TimePoint now) {
  auto& circuit = circuits_[resource];
  if (circuit && !circuit->breaker.lets_pass(now)) {
    ++circuit->refused;
    return tl::unexpected{Refusal::CircuitOpen};
  }
  if (budget_ && number == 1) budget_->deposit(now);
  if (budget_ && number > 1 && !budget_->withdraw(now)) return tl::unexpected{Refusal::RetryBudgetExhausted};
  return circuit ? *circuit->breaker.begin(now) : no_round;
}

void AttemptGuard::ended(Resource resource, Round round, CallEnd end, TimePoint now) {
  if (round != no_round && circuits_[resource]) circuits_[resource]->breaker.ended(round, end, now);
}

bool AttemptGuard::ignores(Resource resource, const std::string& error) const {
  return circuits_[resource] && circuits_[resource]->breaker.ignores(error);
}

std::vector<messages::CircuitCounts> AttemptGuard::circuits(TimePoint now) const {
  std::vector<messages::CircuitCounts> counts;
  for (Resource resource = 0; resource < circuits_.size(); ++resource)
    if (const auto& circuit = circuits_[resource])
      counts.push_back({static_cast<std::uint32_t>(resource),
                        circuit->breaker.openings(),
                        circuit->refused,
                        circuit->breaker.open_time(now)});
  return counts;
}

}  // namespace stepstorm::policies
