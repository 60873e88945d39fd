#include "selftest/retries.hpp"

#include <string>

#include "selftest/order_log.hpp"
#include "selftest/theory/queueing.hpp"
#include "selftest/workflow.hpp"
#include "workers/resource.hpp"
#include "workers/worker_host.hpp"
#include "world/arrivals.hpp"

namespace stepstorm::selftest {
namespace {

using namespace std::chrono_literals;

constexpr world::PoissonArrivals arrivals{200};
constexpr world::Duration service_time = 10ms;
constexpr int retries_max = 3;  // after 1, 2 and 4 s
constexpr world::Duration first_delay = 1s;
const std::string station = "serve";

simulation::Scenario flaky(double failure_probability, const std::string& jitter, const Period& period) {
  auto worker = worker_of(station, world::Constant{service_time}, servers_enough);
  worker.worker.errors = {{"Flaky", "", failure_probability}};
  const auto machine = tasks_in_a_row({station},
                                      R"("Retry": [{"ErrorEquals": ["Flaky"], "IntervalSeconds": 1, "BackoffRate": 2,
                                           "MaxAttempts": 3, "JitterStrategy": ")" +
                                          jitter + "\"}], ");
  return scenario(machine, {worker}, arrivals, period.end, period.warm_up);
}

// ---- attempts

constexpr double failure_probability = 0.3;

void make_attempts(std::uint64_t order, world::Time arrived, const world::Stream& service, OrderLog& log) {
  world::Time now = arrived;
  world::Duration delay = first_delay;
  for (std::uint32_t number = 1;; ++number, delay *= 2) {
    log.attempt();
    log.taken(0, arrived, now, now);
    now += service_time;
    auto random = workers::attempt_stream(service, order, visit_of_task(0), number, workers::Drawn::Error);
    const bool failed = random.uniform() < failure_probability;
    if (!failed || number > retries_max) return log.order(arrived, now, failed);
    now += delay;
  }
}

Observation attempts_recursion(const Period& period, std::uint64_t seed) {
  world::Arrivals orders{arrivals, world::Stream::named(seed, "arrivals")};
  const auto service = workers::service_stream(station, seed);
  OrderLog log{period, 1};
  auto at = orders.next();
  for (std::uint64_t order = 0; at && *at < period.end; ++order, at = orders.next())
    make_attempts(order, *at, service, log);
  return log.observation();
}

Experiment attempts(const Options& options) {
  const auto attempts = [](const Observation& seen) {
    return static_cast<double>(seen.attempts) / static_cast<double>(seen.started);
  };
  const auto exhausted = [](const Observation& seen) {
    return static_cast<double>(seen.failed) / static_cast<double>(seen.started);
  };
  return experiment(
      {.title = "Retries: each attempt fails with probability 0.3, 3 retries",
       .orders_per_second = arrivals.per_second,
       .scenario = [](const Period& period) { return flaky(failure_probability, "NONE", period); },
       .recursion = attempts_recursion,
       .quantities =
           {{"attempts for each order", "", theory::expected_attempts(failure_probability, retries_max), attempts},
            {"retries exhausted", "", theory::exhausted(failure_probability, retries_max), exhausted}}},
      {.simulated = {8, 200'000, 0}, .recursed = {32, 300'000, 0}},
      options);
}

// ---- jitter

Experiment full_jitter(const Options& options) {
  const double nominal = 1 + 2 + 4;
  const auto mean_delays = [](const Observation& seen) {
    const auto served = (retries_max + 1) * service_time;
    return std::chrono::duration<double>(seen.response.mean() - served).count();
  };
  return experiment({.title = "FULL jitter: every attempt fails, 3 retries after 1, 2 and 4 s",
                     .orders_per_second = arrivals.per_second,
                     .scenario = [](const Period& period) { return flaky(1, "FULL", period); },
                     .recursion = {},
                     .quantities = {{"mean delay, half of the nominal one", "s", nominal / 2, mean_delays}}},
                    {.simulated = {16, 12'500, 0}, .recursed = {}},
                    options);
}

}  // namespace

std::vector<Experiment> retries(const Options& options) { return {attempts(options), full_jitter(options)}; }

}  // namespace stepstorm::selftest
