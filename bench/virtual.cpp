// How many orders does a second of wall time simulate, beside other simulators? All of them simulate the tandem of
// config/scenarios/tandem.json: ours in this process, the peers of bench/peers in processes of their own, in turn, one
// thread each, and nothing is done to an order but to let it wait its turn and its service time. One row more shows
// what the shop's own workers cost, who check, charge and confirm each order. The mean response time of each must be
// the true one but for chance; those that are not installed are skipped.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <tl/expected.hpp>

#include "bench/harness/harness.hpp"
#include "bench/harness/scenarios.hpp"
#include "config/source_folder.hpp"
#include "simulation/simulation.hpp"

namespace {

using namespace stepstorm;
using bench::Better;
using bench::Session;
using Seconds = std::chrono::duration<double>;
using Milliseconds = std::chrono::duration<double, std::milli>;

// ---- programs

struct Measurement {
  std::uint64_t orders = 0;
  double seconds = 0;
  double mean_response_ms = 0;

  double orders_per_second() const { return static_cast<double>(orders) / seconds; }
};

/// Or why there is none.
using Measured = tl::expected<Measurement, std::string>;

struct Program {
  std::string name;
  std::uint64_t orders = 0;  // as many as take about a second
  std::function<Measured(std::uint64_t orders, std::uint64_t seed)> run;
};

constexpr double true_mean_response_ms = 65;  // 1 / (200 - 100) + 1 / (120 - 100) + 1 / (300 - 100) seconds

/// Of the tandem's mean response time over so many orders: four standard errors, as a share of the mean. It varies as
/// the payment station does, whose utilisation u is 5/6 and which takes 50 ms of the 65.
/// Source: W. Whitt, "Planning queueing simulations" (1989), asymptotic variance of M/M/1: 2 u (1 + u) / (1 - u)^4.
double chance(std::uint64_t orders) {
  const double u = 5.0 / 6;
  const double variance = 2 * (1 + u) / ((1 - u) * (1 - u)) * std::pow(50.0 / 65, 2);
  return 4 * std::sqrt(variance / static_cast<double>(orders));
}

/// The first orders of the scenario, all of them measured.
Measured simulate(simulation::Scenario scenario, std::uint64_t orders, std::uint64_t seed) {
  scenario.orders = orders;
  scenario.duration = world::longest_duration;
  scenario.warm_up = {};
  const auto began = std::chrono::steady_clock::now();
  simulation::Simulation simulation{scenario, seed};
  simulation.run_until(world::longest_duration);
  const auto result = simulation.result();
  const Seconds took = std::chrono::steady_clock::now() - began;
  return Measurement{result.response.count(), took.count(), Milliseconds(result.response.mean()).count()};
}

Program ours(const std::string& name, simulation::Scenario scenario, std::uint64_t orders) {
  return {name, orders, [scenario = std::move(scenario)](std::uint64_t count, std::uint64_t seed) {
            return simulate(scenario, count, seed);
          }};
}

/// As at the peers' stations, an order takes its service time there and nothing is done to it.
simulation::Scenario with_echo(simulation::Scenario scenario) {
  for (workers::ResourceOptions& resource : scenario.resources) resource.behaviour = workers::EchoOptions{};
  return scenario;
}

/// The shell's "command not found", which also ends programs whose shared libraries are gone.
constexpr int exit_not_found = 127;

/// What bench/peers/tandem.hpp says that a peer prints.
Measured run_peer(const std::filesystem::path& program,
                  const std::string& package,
                  std::uint64_t orders,
                  std::uint64_t seed) {
  const auto missing = tl::unexpected("not installed: apt-get install " + package);
  if (!std::filesystem::exists(program)) return missing;
  const std::string command = "'" + program.string() + "' " + std::to_string(orders) + ' ' + std::to_string(seed);
  std::FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) return tl::unexpected<std::string>("failed: cannot be started");
  Measurement measured;
  const int numbers =
      std::fscanf(output, "%lu %lf %lf", &measured.orders, &measured.seconds, &measured.mean_response_ms);
  const int status = pclose(output);
  if (WIFEXITED(status) && WEXITSTATUS(status) == exit_not_found) return missing;
  if (status != 0 || numbers != 3) return tl::unexpected("failed: wait status " + std::to_string(status));
  return measured;
}

Program peer(const std::string& name,
             const std::filesystem::path& program,
             const std::string& package,
             std::uint64_t orders) {
  return {
      name, orders, [=](std::uint64_t count, std::uint64_t seed) { return run_peer(program, package, count, seed); }};
}

/// Ours first.
std::vector<Program> programs() {
  const std::filesystem::path built = STEPSTORM_PEERS_DIR;
  const std::filesystem::path source = config::source_folder() / "bench/peers";
  return {ours("simulate", with_echo(bench::shipped("tandem.json")), 500'000),
          ours("simulate, workers that check, charge and confirm", bench::shipped("tandem.json"), 200'000),
          peer("C++ priority_queue", built / "tandem_floor", "g++", 5'000'000),
          peer("ns-3 callbacks", built / "tandem_ns3", "libns3-dev", 2'000'000),
          peer("simgrid actors", built / "tandem_simgrid_actors", "libsimgrid-dev", 150'000),
          peer("simgrid orders", built / "tandem_simgrid_orders", "libsimgrid-dev", 150'000),
          peer("simpy", source / "tandem_simpy.py", "python3-simpy3", 75'000)};
}

// ---- rows

/// All that one program has measured.
struct Row {
  Program program;
  std::uint64_t orders = 0;
  double response_ms = 0;  // summed over the orders
  bool installed = true;

  /// The mean is the true one but for chance.
  bool right() const {
    const double mean = response_ms / static_cast<double>(orders);
    return std::abs(mean / true_mean_response_ms - 1) <= chance(orders);
  }
};

void measure(Session& session, Row& row, std::uint64_t seed) {
  if (!row.installed) return;
  const std::uint64_t orders = session.quick() ? row.program.orders / 50 : row.program.orders;
  const auto measured = row.program.run(orders, seed);
  row.installed = measured.has_value();
  if (!measured && !measured.error().starts_with("not installed"))
    throw std::runtime_error(row.program.name + ": " + measured.error());
  if (!measured) return session.skip(row.program.name, measured.error());
  session.check("every order ended", measured->orders == orders);
  session.sample(row.program.name, "orders/s", Better::More, measured->orders_per_second());
  row.orders += measured->orders;
  row.response_ms += measured->mean_response_ms * static_cast<double>(measured->orders);
}

/// Runs the programs in turn, again and again, so that other load on the machine affects all of them.
void measure_all(Session& session) {
  session.condition("seeds", "the seed for the first repetition, the next one for each further one");
  session.condition("model", "three M/M/1 stations in a row, true mean response time 65 ms");
  std::vector<Row> rows;
  for (Program& program : programs()) rows.push_back({std::move(program)});
  for (int repetition = 0; repetition < session.repetitions(); ++repetition)
    for (Row& row : rows) {
      std::fprintf(stderr, "virtual: %d of %d: %s\n", repetition + 1, session.repetitions(), row.program.name.c_str());
      measure(session, row, session.seed() + static_cast<std::uint64_t>(repetition));
    }
  const std::string ours = rows.front().program.name;
  for (const Row& row : rows) {
    if (!row.installed) continue;
    session.check("the mean response time is right: " + row.program.name, row.right());
    if (row.program.name != ours) session.ratio(ours + "/" + row.program.name, ours, row.program.name);
  }
  if (session.quick()) return;
  for (const auto& [peer, times] : {std::pair{"simpy", 10}, {"simgrid actors", 6}})
    if (session.has(peer))
      session.aim("at least " + std::to_string(times) + " times " + peer,
                  session.ratio_median(ours + "/" + peer) >= times);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run(
      argc, argv, "virtual", "Simulated orders per second of wall time, beside other simulators.", 5, measure_all);
}
