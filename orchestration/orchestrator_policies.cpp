// What the retry budget and the circuit breakers let through, are told, and have counted.
#include <string>

#include "orchestration/orchestrator.hpp"

namespace stepstorm::orchestration {

/// What a policy refuses fails as if it had been tried, so that Retry and Catch decide what comes next.
bool Orchestrator::admits(Attempt& attempt, std::uint32_t number) {
  const auto round = guard_->begin(attempt.resource, number, now_);
  if (round) {
    attempt.circuit_round = *round;
    return true;
  }
  const bool by_circuit = round.error() == resilience::Refusal::CircuitOpen;
  if (!by_circuit) ++counters_.retries_refused;
  const std::string& resource = dispatcher_.resource(attempt.resource).name;
  fail(attempt,
       resilience::error_name(round.error()),
       by_circuit
           ? "The circuit breaker of the resource " + resource + " is open"
           : "The retry budget has no token for attempt " + std::to_string(number) + " at the resource " + resource);
  return false;
}

void Orchestrator::tell_guard(const Attempt& attempt, resilience::CallEnd end, TimePoint now) {
  if (guard_) guard_->ended(attempt.resource, attempt.circuit_round, end, now);
}

resilience::CallEnd Orchestrator::end_of(const Attempt& attempt, const execution::Notice& answer) const {
  const auto* failed = std::get_if<execution::TaskFailed>(&answer);
  const bool well = !failed || guard_->ignores(attempt.resource, failed->error.value_or(""));
  return well ? resilience::CallEnd::Succeeded : resilience::CallEnd::Failed;
}

messages::Counters Orchestrator::counters() const {
  messages::Counters counters = counters_;
  counters.events_open = events_.open();
  counters.events_given_up = events_.given_up();
  if (!guard_) return counters;
  for (const resilience::CircuitCounts& circuit : guard_->circuits(now_)) {
    const auto resource = static_cast<ResourceIndex>(circuit.resource);
    counters.circuits.push_back({resource, circuit.openings, circuit.refused, circuit.open_time});
    counters.circuit_openings += circuit.openings;
    counters.circuit_refused += circuit.refused;
  }
  return counters;
}

}  // namespace stepstorm::orchestration
