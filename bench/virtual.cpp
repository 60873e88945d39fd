// How many orders does a second of wall time simulate, beside other simulators? All of them simulate the tandem of
// config/scenarios/tandem.json: ours in this process, the peers of bench/peers in processes of their own, in turn, one
// thread each. A row is WRONG when its mean response time is further from the true one than chance allows; then, and
// when a peer that is installed fails, this ends with 1.
//   --day runs config/scenarios/day_of_orders.json instead, all of it, and samples the memory that it takes.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <sys/resource.h>
#include <sys/wait.h>

#include "bench/machine.hpp"
#include "config/scenario_file.hpp"
#include "simulation/simulation.hpp"

namespace {

using namespace stepstorm;
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

enum class Model { Tandem, Day };

struct Program {
  std::string name;
  Model model = Model::Tandem;
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

simulation::Scenario shipped(const std::string& name) {
  auto scenario = config::load_scenario(std::filesystem::path(STEPSTORM_SOURCE_DIR) / "config/scenarios" / name);
  if (!scenario) throw std::runtime_error(config::render(scenario.error().front()));
  return *std::move(scenario);
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

Program ours(const std::string& name, Model model, const std::string& file, std::uint64_t orders) {
  return {name, model, orders, [scenario = shipped(file)](std::uint64_t count, std::uint64_t seed) {
            return simulate(scenario, count, seed);
          }};
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
  return {name, Model::Tandem, orders, [=](std::uint64_t count, std::uint64_t seed) {
            return run_peer(program, package, count, seed);
          }};
}

/// Ours first.
std::vector<Program> programs() {
  const std::filesystem::path built = STEPSTORM_PEERS_DIR;
  const std::filesystem::path source = STEPSTORM_SOURCE_DIR "/bench/peers";
  return {ours("simulate", Model::Tandem, "tandem.json", 100'000),
          peer("C++ priority_queue", built / "tandem_floor", "g++", 5'000'000),
          peer("ns-3 callbacks", built / "tandem_ns3", "libns3-dev", 2'000'000),
          peer("simgrid actors", built / "tandem_simgrid_actors", "libsimgrid-dev", 150'000),
          peer("simgrid orders", built / "tandem_simgrid_orders", "libsimgrid-dev", 150'000),
          peer("simpy", source / "tandem_simpy.py", "python3-simpy3", 75'000),
          ours("simulate, day_of_orders", Model::Day, "day_of_orders.json", 100'000)};
}

// ---- rows

struct Row {
  const Program* program = nullptr;
  std::vector<Measurement> measured;
  std::string missing;  // why nothing was measured

  std::vector<double> speeds() const {
    std::vector<double> sorted;
    for (const Measurement& one : measured) sorted.push_back(one.orders_per_second());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  }

  double median() const {
    const auto sorted = speeds();
    return (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
  }

  std::uint64_t orders() const {
    std::uint64_t sum = 0;
    for (const Measurement& one : measured) sum += one.orders;
    return sum;
  }

  double mean_response_ms() const {
    double sum = 0;
    for (const Measurement& one : measured) sum += one.mean_response_ms * static_cast<double>(one.orders);
    return sum / static_cast<double>(orders());
  }

  /// Every order ended, and the mean is the true one but for chance.
  bool right() const {
    if (orders() != program->orders * measured.size()) return false;
    return program->model == Model::Day || std::abs(mean_response_ms() / true_mean_response_ms - 1) <= chance(orders());
  }

  std::string verdict() const { return !missing.empty() ? missing : right() ? "right" : "WRONG"; }

  bool failed() const { return missing.starts_with("failed") || verdict() == "WRONG"; }
};

void measure(Row& row, std::uint64_t seed) {
  if (!row.missing.empty()) return;
  if (const auto measured = row.program->run(row.program->orders, seed))
    row.measured.push_back(*measured);
  else
    row = {row.program, {}, measured.error()};
}

/// The programs in turn, again and again, so that whatever else the machine does meets all of them.
std::vector<Row> measure(const std::vector<Program>& programs, std::uint64_t seed, int repetitions) {
  std::vector<Row> rows;
  rows.reserve(programs.size());
  for (const Program& program : programs) rows.push_back({&program, {}, {}});
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    std::fprintf(stderr, "repetition %d of %d\n", repetition + 1, repetitions);
    for (Row& row : rows) measure(row, seed + static_cast<std::uint64_t>(repetition));
  }
  return rows;
}

/// Ours divided by it, when both are right about the same model.
std::optional<double> ratio(const Row& ours, const Row& row) {
  if (row.verdict() != "right" || !ours.right() || row.program->model != ours.program->model) return std::nullopt;
  return ours.median() / row.median();
}

// ---- as text

void print_machine() {
  std::printf("machine: %s, %u cores\n", bench::cpu_model().c_str(), bench::cores());
  std::printf("load average: %.2f\n", bench::load_average());
  std::printf("compiler: %s, %s\n", bench::compiler().c_str(), STEPSTORM_BUILD_TYPE);
}

/// As printf prints it.
template <class... Values>
std::string text(const char* format, Values... values) {
  char line[100];
  std::snprintf(line, sizeof line, format, values...);
  return line;
}

void print_row(const Row& ours, const Row& row) {
  std::printf("%-24s ", row.program->name.c_str());
  if (!row.missing.empty()) return void(std::puts(row.missing.c_str()));
  const auto speeds = row.speeds();
  const auto divided = ratio(ours, row);
  std::printf("%9lu %10.0f  %-19s  %9s  %10.2f ms%s\n",
              row.program->orders,
              row.median(),
              text("(%.0f-%.0f)", speeds.front(), speeds.back()).c_str(),
              divided ? text("%.3g", *divided).c_str() : "-",
              row.mean_response_ms(),
              row.right() ? "" : "  WRONG");
}

void print_ratio(const std::vector<Row>& rows, const std::string& name) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.program->name == name; });
  const auto divided = ratio(rows.front(), *row);
  std::printf("simulate/%s: %s\n", name.c_str(), divided ? text("%.3g", *divided).c_str() : row->verdict().c_str());
}

void print(const std::vector<Row>& rows, std::uint64_t seed, int repetitions) {
  print_machine();
  std::printf("seeds: %lu to %lu, one for each of %d repetitions\n", seed, seed + repetitions - 1, repetitions);
  std::printf("true mean response time of the tandem: %.2f ms\n\n", true_mean_response_ms);
  std::printf(
      "%-24s %9s %10s  %-19s  %9s  %13s\n", "program", "orders", "orders/s", "(min-max)", "ours / it", "mean response");
  for (const Row& row : rows) print_row(rows.front(), row);
  std::puts("");
  for (const char* name : {"simpy", "simgrid actors", "ns-3 callbacks"}) print_ratio(rows, name);
}

// ---- as JSON: members are only ever added; what becomes of the others is a new version

Json report(Json rows) {
  return {{"name", "virtual"},
          {"version", 1},
          {"machine", {{"cpu", bench::cpu_model()}, {"cores", bench::cores()}}},
          {"compiler", bench::compiler()},
          {"build_type", STEPSTORM_BUILD_TYPE},
          {"rows", std::move(rows)}};
}

/// What was not measured is null.
Json to_json(const Row& ours, const Row& row) {
  Json json = {{"program", row.program->name},
               {"model", row.program->model == Model::Tandem ? "tandem" : "day_of_orders"},
               {"orders", row.program->orders},
               {"verdict", row.verdict()},
               {"orders_per_second_median", nullptr},
               {"orders_per_second", row.speeds()},
               {"ours_divided_by_it", nullptr},
               {"mean_response_ms", nullptr}};
  if (row.measured.empty()) return json;
  json["orders_per_second_median"] = row.median();
  json["mean_response_ms"] = row.mean_response_ms();
  if (const auto divided = ratio(ours, row)) json["ours_divided_by_it"] = *divided;
  return json;
}

Json to_json(const std::vector<Row>& rows, std::uint64_t seed, int repetitions) {
  Json json = Json::array();
  for (const Row& row : rows) json.push_back(to_json(rows.front(), row));
  Json whole = report(std::move(json));
  whole["seed"] = seed;
  whole["repetitions"] = repetitions;
  return whole;
}

// ---- a day of orders

double peak_rss_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;  // KiB on Linux
}

struct Day {
  Measurement measured;
  double peak_rss_mib_first_minute = 0;
  double peak_rss_mib_end = 0;
};

Day run_day(const simulation::Scenario& scenario, std::uint64_t seed) {
  const auto began = std::chrono::steady_clock::now();
  simulation::Simulation simulation{scenario, seed};
  simulation.run_until(std::chrono::minutes{1});
  const double first_minute = peak_rss_mib();
  simulation.run_until(world::Time::max());
  const Seconds took = std::chrono::steady_clock::now() - began;
  const auto result = simulation.result();
  return {{result.all_orders.started, took.count(), Milliseconds(result.response.mean()).count()},
          first_minute,
          peak_rss_mib()};
}

void print(const Day& day, std::uint64_t seed) {
  print_machine();
  std::printf("day_of_orders.json, all of it, seed %lu\n", seed);
  std::printf("%lu orders in %.1f s: %.0f orders/s\n",
              day.measured.orders,
              day.measured.seconds,
              day.measured.orders_per_second());
  std::printf("peak RSS: %.1f MiB after the first virtual minute, %.1f MiB at the end\n",
              day.peak_rss_mib_first_minute,
              day.peak_rss_mib_end);
}

Json to_json(const Day& day, std::uint64_t seed) {
  Json whole = report({{{"program", "simulate, day_of_orders"},
                        {"model", "day_of_orders"},
                        {"orders", day.measured.orders},
                        {"seconds", day.measured.seconds},
                        {"mean_response_ms", day.measured.mean_response_ms},
                        {"peak_rss_mib_first_minute", day.peak_rss_mib_first_minute},
                        {"peak_rss_mib_end", day.peak_rss_mib_end}}});
  whole["seed"] = seed;
  return whole;
}

// ---- the command line

struct Options {
  int repetitions = 5;
  std::optional<std::uint64_t> seed;  // 1; of the day, its scenario's
  bool day = false;
  std::string json;
};

void write(const std::string& file, const Json& json) {
  if (!file.empty() && !(std::ofstream(file) << json.dump(2) << '\n'))
    throw std::runtime_error("--json: cannot write " + file);
}

int bench_day(const Options& options) {
  const auto scenario = shipped("day_of_orders.json");
  const auto seed = options.seed.value_or(scenario.seed);
  const Day day = run_day(scenario, seed);
  print(day, seed);
  write(options.json, to_json(day, seed));
  return 0;
}

int bench_programs(const Options& options) {
  const auto all = programs();
  const auto seed = options.seed.value_or(1);
  const auto rows = measure(all, seed, options.repetitions);
  print(rows, seed, options.repetitions);
  write(options.json, to_json(rows, seed, options.repetitions));
  return std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.failed(); }) ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Simulated orders per second of wall time, beside other simulators."};
  app.add_option("--repetitions", options.repetitions, "How often each program runs")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Of the first repetition, each further one has the next; of the day");
  app.add_flag("--day", options.day, "Run config/scenarios/day_of_orders.json in full instead, and sample memory");
  app.add_option("--json", options.json, "Write the results to this file as well");
  CLI11_PARSE(app, argc, argv);
  try {
    return options.day ? bench_day(options) : bench_programs(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "virtual: %s\n", error.what());
    return 2;
  }
}
