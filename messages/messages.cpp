#include "messages/messages.hpp"

#include <cassert>

namespace stepstorm::messages {
namespace {

/// Orchestrators of one system have circuits for the same resources; one that has not been asked yet has none.
void add(std::vector<CircuitCounts>& sum, const std::vector<CircuitCounts>& circuits) {
  if (sum.empty()) return void(sum = circuits);
  assert(circuits.empty() || circuits.size() == sum.size());
  for (std::size_t index = 0; index < circuits.size(); ++index) {
    sum[index].openings += circuits[index].openings;
    sum[index].refused += circuits[index].refused;
    sum[index].open_time += circuits[index].open_time;
  }
}

}  // namespace

Counters& Counters::operator+=(const Counters& other) {
  executions_started += other.executions_started;
  executions_succeeded += other.executions_succeeded;
  executions_failed += other.executions_failed;
  executions_timed_out += other.executions_timed_out;
  executions_aborted += other.executions_aborted;
  transitions += other.transitions;
  attempts += other.attempts;
  retries += other.retries;
  refused += other.refused;
  unavailable += other.unavailable;
  lost += other.lost;
  late_answers += other.late_answers;
  unknown_answers += other.unknown_answers;
  invalid_answers += other.invalid_answers;
  unknown_heartbeats += other.unknown_heartbeats;
  lost_answers += other.lost_answers;
  retries_refused += other.retries_refused;
  circuit_refused += other.circuit_refused;
  circuit_openings += other.circuit_openings;
  throttled += other.throttled;
  events_open += other.events_open;
  events_given_up += other.events_given_up;
  trace += other.trace;
  add(circuits, other.circuits);
  return *this;
}

}  // namespace stepstorm::messages
