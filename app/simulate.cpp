#include "app/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/simulation_report.hpp"
#include "app/words.hpp"
#include "config/scenario_file.hpp"

namespace stepstorm::app {
namespace {

using simulation::Scenario;
using simulation::Simulation;
using simulation::SimulationResult;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_lines{200};
constexpr std::string_view erase_line = "\r\033[K";

/// A run with a seed of its own for each replication; the first one has the scenario's.
std::uint64_t seed_of(const Scenario& scenario, std::uint32_t replication) {
  return replication == 0 ? scenario.seed : world::Stream::named(scenario.seed, "replications").of(replication).bits();
}

// ---- progress

/// What all runs together have done; written by the threads that run them.
struct Progress {
  std::atomic<std::int64_t> virtual_ns{0};
  std::atomic<std::uint64_t> started{0};
  std::atomic<std::uint64_t> succeeded{0};
  std::atomic<std::uint64_t> ended{0};
};

std::uint64_t ended(const simulation::OrderCounts& orders) {
  return orders.succeeded + orders.failed + orders.timed_out + orders.aborted;
}

/// Adds what has come since the last time.
class Ticker {
 public:
  explicit Ticker(Progress& progress) : progress_(progress) {}

  void tick(const Simulation& simulation) {
    const auto& now = simulation.so_far();
    progress_.virtual_ns += (simulation.now() - time_).count();
    progress_.started += now.started - orders_.started;
    progress_.succeeded += now.succeeded - orders_.succeeded;
    progress_.ended += ended(now) - ended(orders_);
    time_ = simulation.now();
    orders_ = now;
  }

 private:
  Progress& progress_;
  world::Time time_{0};
  simulation::OrderCounts orders_;
};

std::string progress_line(const Progress& progress, world::Duration whole, Clock::duration elapsed) {
  const double done = std::min(1.0, static_cast<double>(progress.virtual_ns) / static_cast<double>(whole.count()));
  const double wall = std::chrono::duration<double>(elapsed).count();
  std::string line = std::to_string(static_cast<int>(done * 100)) + " %  " +
                     in_words(std::chrono::nanoseconds{progress.virtual_ns}) + " of virtual time, " +
                     std::to_string(progress.started) + " orders started, " + std::to_string(progress.ended) +
                     " ended, " + std::to_string(progress.ended - progress.succeeded) + " without success, " +
                     std::to_string(static_cast<std::uint64_t>(static_cast<double>(progress.virtual_ns) / 1e9 / wall)) +
                     " times real time";
  if (done > 0.01 && done < 1)
    line +=
        ", " + in_words(std::chrono::nanoseconds{static_cast<std::int64_t>(wall * (1 - done) / done * 1e9)}) + " left";
  return line;
}

// ---- running

/// In slices, so that progress shows and an interrupt is seen. nullopt: interrupted.
std::optional<SimulationResult> run(const Scenario& scenario, std::uint64_t seed, Progress& progress) {
  Simulation simulation{scenario, seed};
  Ticker ticker{progress};
  const world::Duration slice = std::max<world::Duration>(scenario.duration / 1000, world::Duration{1});
  for (world::Time until = slice; simulation.run_until(until); until += slice) {
    ticker.tick(simulation);
    if (interrupted()) return std::nullopt;
  }
  return simulation.result();
}

/// All replications, on all cores; in order of their number, whichever ended first.
class Runner {
 public:
  explicit Runner(const Scenario& scenario) : scenario_(scenario), results_(scenario.replications) {}

  /// false: interrupted.
  template <class Watch>
  bool run(Watch watch) {
    const auto threads = std::min(scenario_.replications, std::max(1u, std::thread::hardware_concurrency()));
    std::vector<std::future<void>> workers;
    for (std::uint32_t thread = 0; thread < threads; ++thread)
      workers.push_back(std::async(std::launch::async, [this] { work(); }));
    for (auto& worker : workers)
      while (worker.wait_for(between_lines) != std::future_status::ready) watch(progress_);
    for (auto& worker : workers) worker.get();
    return std::all_of(results_.begin(), results_.end(), [](const auto& result) { return result.has_value(); });
  }

  std::vector<SimulationResult> take() {
    std::vector<SimulationResult> taken;
    for (auto& result : results_) taken.push_back(std::move(*result));
    return taken;
  }

 private:
  void work() {
    for (auto mine = next_.fetch_add(1); mine < scenario_.replications; mine = next_.fetch_add(1))
      results_[mine] = app::run(scenario_, seed_of(scenario_, mine), progress_);
  }

  const Scenario& scenario_;
  std::vector<std::optional<SimulationResult>> results_;
  std::atomic<std::uint32_t> next_{0};
  Progress progress_;
};

// ---- verifying

/// Two runs side by side; where their orders first differ, in words. Empty: nowhere.
std::string first_difference(const Scenario& scenario, std::uint64_t seed) {
  Simulation once{scenario, seed};
  Simulation again{scenario, seed};
  const world::Duration slice = std::max<world::Duration>(scenario.duration / 10'000, world::Duration{1});
  for (world::Time until = slice;; until += slice) {
    const bool goes_on = once.run_until(until);
    const bool too = again.run_until(until);
    if (goes_on != too || once.hash() != again.hash() || once.so_far() != again.so_far())
      return "between " + in_words(until - slice) + " and " + in_words(until) + " of virtual time";
    if (!goes_on) return {};
  }
}

int refuse(std::ostream& err, const std::string& complaint) {
  err << complaint << std::endl;
  return exit_wrong_use;
}

bool write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << text;
  return static_cast<bool>(stream.flush());
}

}  // namespace

int simulate_command(const SimulateOptions& options, std::ostream& out, std::ostream& err) {
  auto scenario = config::load_scenario(options.scenario);
  if (!scenario) {
    for (const config::Finding& finding : scenario.error()) err << config::render(finding) << '\n';
    return exit_wrong_use;
  }
  scenario->seed = options.seed.value_or(scenario->seed);
  scenario->replications = options.replications.value_or(scenario->replications);

  const auto began = Clock::now();
  const auto whole = scenario->duration * scenario->replications;
  Runner runner{*scenario};
  const bool finished = runner.run([&](const Progress& progress) {
    if (options.progress.interactive)
      err << erase_line << shortened(progress_line(progress, whole, Clock::now() - began), options.progress.columns - 1)
          << std::flush;
  });
  if (options.progress.interactive) err << erase_line << std::flush;
  if (!finished) {
    err << "Interrupted: the simulation was given up." << std::endl;
    return exit_failed;
  }
  const SimulationReport report{&*scenario, runner.take(), Clock::now() - began};

  if (options.format == SimulateFormat::Json)
    out << report_json(report).dump(2) << '\n';
  else
    print_report(report, options.terminal, out);
  if (options.out && !write(*options.out, report_json(report).dump(2) + '\n'))
    return refuse(err, "--out: cannot write " + options.out->string());
  if (options.hgrm && !write(*options.hgrm, report.results.front().response.hgrm()))
    return refuse(err, "--hgrm: cannot write " + options.hgrm->string());
  if (!options.verify) return exit_succeeded;

  for (const SimulationResult& result : report.results)
    if (const auto where = first_difference(*scenario, result.seed); !where.empty()) {
      err << "seed " << result.seed << ": two runs differ, first " << where << std::endl;
      return exit_failed;
    }
  err << "Verified: " << counted(report.results.size(), "run") << " repeated, all orders alike." << std::endl;
  return exit_succeeded;
}

}  // namespace stepstorm::app
