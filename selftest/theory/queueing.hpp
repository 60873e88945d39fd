// What queueing theory knows exactly of systems in the steady state. Arrivals are Poisson; service times are exponential
// where nothing else is said. Times are in mean service times; `load` is the arrival rate times the mean service time,
// in servers, and `utilisation` the same for each server.
// Pure; to about 1e-12.
// Source: Kleinrock, "Queueing Systems", volume 1 (1975); Gross and Harris, "Fundamentals of Queueing Theory".
#pragma once

#include <vector>

namespace stepstorm::theory {

/// The share of arrivals that find all servers taken and go away, whatever the distribution of service times.
[[nodiscard]] double erlang_b(int servers, double load);

/// The share of arrivals that have to wait for a server, `load` being less than `servers`.
[[nodiscard]] double erlang_c(int servers, double load);

/// How long arrivals wait on average in M/M/c, those who do not wait counted as 0.
[[nodiscard]] double mean_waiting_time(int servers, double utilisation);

/// The same in M/G/1, for service times of this variance / mean^2: Pollaczek's and Khinchine's formula.
[[nodiscard]] double pollaczek_khinchine(double utilisation, double squared_variation);

/// M/M/c/K, where an arrival that finds `room` customers in the system is lost.
struct FiniteQueue {
  double lost = 0;         // share of the arrivals
  double mean_number = 0;  // in the system
};
[[nodiscard]] FiniteQueue finite_queue(int servers, int room, double load);

/// A sum of independent exponential variables with different rates: the response time of M/M/1 stations in a row, whose
/// rates are each station's service rate less the arrival rate. (Jackson; Reich, "Waiting times when queues are in
/// tandem", 1957.)
class SumOfExponentials {
 public:
  /// More than 0, no two alike.
  explicit SumOfExponentials(std::vector<double> rates);

  [[nodiscard]] double mean() const;
  /// The share of values above `value`.
  [[nodiscard]] double exceeds(double value) const;
  /// The value that a share of 1 - `share` exceeds; `share` from 0 to below 1.
  [[nodiscard]] double quantile(double share) const;

 private:
  std::vector<double> rates_;
};

/// How many attempts a task makes that fails each time with this probability and is retried so often.
[[nodiscard]] double expected_attempts(double failure_probability, int retries);
/// The share of such tasks whose retries do not suffice.
[[nodiscard]] double exhausted(double failure_probability, int retries);

}  // namespace stepstorm::theory
