// The model that every peer simulates, and the output format of a peer. Orders arrive as a Poisson process and go
// through three stations in a row, each with one server, exponential service times and a queue served in order of
// arrival. Begins empty; ends when the last order has left.
// A peer is a program: `PEER ORDERS SEED` prints `ORDERS SECONDS MEAN_RESPONSE_MS`. Its seconds are wall time, of
// everything that the simulation does, without the start of the process.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <random>
#include <vector>

namespace stepstorm::bench {

// Per second.
inline constexpr double arrival_rate = 100;
inline constexpr std::array service_rates{200.0, 120.0, 300.0};  // validate, payment, confirm
inline constexpr std::size_t stations = service_rates.size();

struct Run {
  std::uint64_t orders = 0;
  std::uint64_t seed = 0;
};

/// Virtual seconds that each order took, in the order in which they left.
using Responses = std::vector<double>;

/// Random times in virtual seconds.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : random_(seed) {}

  double interarrival() { return exponential(arrival_rate); }
  double service(std::size_t station) { return exponential(service_rates[station]); }

 private:
  double exponential(double rate) { return std::exponential_distribution{rate}(random_); }

  std::mt19937_64 random_;
};

/// The main function of a peer; `simulate` makes Responses from a Run.
template <class Simulate>
int peer(int argc, char** argv, Simulate simulate) {
  if (argc != 3) return std::fprintf(stderr, "usage: %s ORDERS SEED\n", argv[0]), 2;
  const Run run{std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10)};
  const auto began = std::chrono::steady_clock::now();
  const Responses responses = simulate(run);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  const double sum = std::accumulate(responses.begin(), responses.end(), 0.0);
  std::printf("%zu %.6f %.4f\n", responses.size(), took.count(), sum / static_cast<double>(responses.size()) * 1000);
  return 0;
}

}  // namespace stepstorm::bench
