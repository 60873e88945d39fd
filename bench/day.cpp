// How long does a whole day of orders take, 8.64 million of them, and how much memory?
// config/scenarios/day_of_orders.json in full, on one thread.
#include <chrono>
#include <string>

#include <sys/resource.h>

#include "bench/harness/harness.hpp"
#include "bench/harness/scenarios.hpp"
#include "simulation/simulation.hpp"

namespace {

using namespace stepstorm;
using bench::Better;
using bench::Session;

double peak_rss_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;  // KiB on Linux
}

void measure_all(Session& session) {
  auto scenario = bench::shipped("day_of_orders.json");
  if (session.quick()) scenario.orders = 20'000;
  session.condition("scenario", session.quick() ? "the first 20,000 orders" : "the whole day");
  for (int repetition = 0; repetition < session.repetitions(); ++repetition) {
    simulation::SimulationResult result;
    double first_minute = 0;
    const double seconds = bench::seconds_of([&] {
      simulation::Simulation simulation{scenario, session.seed() + static_cast<std::uint64_t>(repetition)};
      simulation.run_until(std::chrono::minutes{1});
      first_minute = peak_rss_mib();
      simulation.run_until(world::Time::max());
      result = simulation.result();
    });
    const auto orders = result.all_orders.started;
    session.check("every order ended", orders == result.counters.executions_started && orders > 0);
    if (!session.quick()) session.check("about 8.64 million orders", orders > 8'600'000 && orders < 8'680'000);
    session.sample("a day", "s", Better::Less, seconds);
    session.sample("orders of a day", "orders/s", Better::More, static_cast<double>(orders) / seconds);
    session.sample("peak RSS, first virtual minute", "MiB", Better::Less, first_minute);
    session.sample("peak RSS, end of the day", "MiB", Better::Less, peak_rss_mib());
  }
  if (!session.quick()) session.aim("a day in under 15 s", session.median("a day") < 15);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run(
      argc, argv, "day", "A day of 8.64 million orders in virtual time: seconds and memory.", 1, measure_all);
}
