// Exact results of queueing theory for the steady state. Arrivals are Poisson; service times are exponential unless
// stated otherwise. Times are in units of the mean service time; `load` is the offered load: arrival rate times mean
// service time; `utilisation` is the load per server.
// Pure; accurate to about 1e-12.
// Source: Kleinrock, "Queueing Systems", volume 1 (1975); Gross and Harris, "Fundamentals of Queueing Theory".
#pragma once

#include <vector>

namespace stepstorm::theory {

/// Returns the share of arrivals that find all servers busy and are lost, for any distribution of service times.
[[nodiscard]] double erlang_b(int servers, double load);

/// Returns the share of arrivals that wait for a server; `load` must be less than `servers`.
[[nodiscard]] double erlang_c(int servers, double load);

/// Returns the mean waiting time in M/M/c, with 0 for arrivals that do not wait.
[[nodiscard]] double mean_waiting_time(int servers, double utilisation);

/// Returns the mean waiting time in M/G/1, for service times with this variance / mean^2 (Pollaczek and Khinchine).
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
  /// Rates are more than 0 and distinct.
  explicit SumOfExponentials(std::vector<double> rates);

  [[nodiscard]] double mean() const;
  /// Returns the share of values above `value`.
  [[nodiscard]] double exceeds(double value) const;
  /// Returns the value that a share of 1 - `share` exceeds; `share` from 0 to below 1.
  [[nodiscard]] double quantile(double share) const;

 private:
  std::vector<double> rates_;
};

/// Returns the mean number of attempts of a task that fails each time with this probability and has this many retries.
[[nodiscard]] double expected_attempts(double failure_probability, int retries);
/// Returns the share of such tasks that still fail after all retries.
[[nodiscard]] double exhausted(double failure_probability, int retries);

}  // namespace stepstorm::theory
