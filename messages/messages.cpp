#include "messages/messages.hpp"

namespace stepstorm::messages {

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
  throttled += other.throttled;
  trace += other.trace;
  return *this;
}

}  // namespace stepstorm::messages
