#include "selftest/theory/queueing.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

namespace stepstorm::theory {

double erlang_b(int servers, double load) {
  double lost = 1;
  for (int server = 1; server <= servers; ++server) lost = load * lost / (server + load * lost);
  return lost;
}

double erlang_c(int servers, double load) {
  assert(load < servers);
  const double lost = erlang_b(servers, load);
  return lost / (1 - load / servers * (1 - lost));
}

double mean_waiting_time(int servers, double utilisation) {
  return erlang_c(servers, servers * utilisation) / (servers * (1 - utilisation));
}

double pollaczek_khinchine(double utilisation, double squared_variation) {
  assert(utilisation < 1);
  return utilisation * (1 + squared_variation) / (2 * (1 - utilisation));
}

FiniteQueue finite_queue(int servers, int room, double load) {
  double weight = 1;  // unnormalised probability of this number in the system
  double sum = 1;
  double number = 0;
  for (int inside = 1; inside <= room; ++inside) {
    weight *= load / std::min(inside, servers);
    sum += weight;
    number += inside * weight;
  }
  return {weight / sum, number / sum};
}

SumOfExponentials::SumOfExponentials(std::vector<double> rates) : rates_(std::move(rates)) {
  assert(std::all_of(rates_.begin(), rates_.end(), [](double rate) { return rate > 0; }));
}

double SumOfExponentials::mean() const {
  return std::accumulate(rates_.begin(), rates_.end(), 0.0, [](double sum, double rate) { return sum + 1 / rate; });
}

double SumOfExponentials::exceeds(double value) const {
  double share = 0;
  for (std::size_t i = 0; i < rates_.size(); ++i) {
    double term = std::exp(-rates_[i] * value);
    for (std::size_t other = 0; other < rates_.size(); ++other)
      if (other != i) term *= rates_[other] / (rates_[other] - rates_[i]);
    share += term;
  }
  return share;
}

double SumOfExponentials::quantile(double share) const {
  assert(share >= 0 && share < 1);
  double low = 0;
  double high = mean();
  while (exceeds(high) > 1 - share) high *= 2;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = std::midpoint(low, high);
    (exceeds(middle) > 1 - share ? low : high) = middle;
  }
  return low;
}

double expected_attempts(double failure_probability, int retries) {
  double attempts = 0;
  double reached = 1;  // probability of reaching this attempt
  for (int attempt = 0; attempt <= retries; ++attempt, reached *= failure_probability) attempts += reached;
  return attempts;
}

double exhausted(double failure_probability, int retries) { return std::pow(failure_probability, retries + 1); }

}  // namespace stepstorm::theory
