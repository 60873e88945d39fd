#include "app/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <tl/expected.hpp>

#include "app/actor_shell.hpp"
#include "app/bucket_folders.hpp"
#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/replications.hpp"
#include "app/simulation_report.hpp"
#include "app/words.hpp"
#include "config/scenario_file.hpp"
#include "simulation/difference.hpp"

namespace stepstorm::app {
namespace {

using simulation::Scenario;
using simulation::Simulation;
using simulation::SimulationResult;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_lines{200};
constexpr std::string_view erase_line = "\r\033[K";

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

constexpr std::string_view given_up = "Interrupted: the simulation was given up.";

/// In slices, so that progress shows and an interrupt is seen. The error says why there is no result.
tl::expected<SimulationResult, std::string> run(const Scenario& scenario,
                                                const simulation::Run& wanted,
                                                Progress& progress) {
  Simulation simulation{scenario, wanted.seed, wanted.options};
  Ticker ticker{progress};
  const world::Duration slice = std::max<world::Duration>(scenario.duration / 1000, world::Duration{1});
  for (world::Time until = slice; simulation.run_until(until); until += slice) {
    ticker.tick(simulation);
    if (interrupted()) return tl::unexpected{std::string{given_up}};
  }
  if (simulation.stuck())
    return tl::unexpected{"No virtual time passes after " + in_words(simulation.now()) +
                          ": its users start orders without end. Give them think time, or the workers service time."};
  return simulation.result();
}

/// All replications, on all cores; in order of their number, whichever ended first.
class Runner {
 public:
  Runner(const Scenario& scenario, std::vector<simulation::Run> runs)
      : scenario_(scenario), runs_(std::move(runs)), results_(runs_.size()) {}

  /// The results in the order of the runs, or why there is none.
  template <class Watch>
  tl::expected<std::vector<SimulationResult>, std::string> run(Watch watch) {
    const auto threads = std::min<std::size_t>(runs_.size(), std::max(1u, std::thread::hardware_concurrency()));
    std::vector<std::future<void>> workers;
    for (std::size_t thread = 0; thread < threads; ++thread)
      workers.push_back(std::async(std::launch::async, [this] { work(); }));
    for (auto& worker : workers)
      while (worker.wait_for(between_lines) != std::future_status::ready) watch(progress_);
    for (auto& worker : workers) worker.get();
    return take();
  }

 private:
  void work() {
    for (auto mine = next_.fetch_add(1); mine < runs_.size(); mine = next_.fetch_add(1))
      results_[mine] = app::run(scenario_, runs_[mine], progress_);
  }

  tl::expected<std::vector<SimulationResult>, std::string> take() {
    std::vector<SimulationResult> taken;
    for (auto& result : results_) {
      if (!result) return tl::unexpected{std::move(result.error())};
      taken.push_back(std::move(*result));
    }
    return taken;
  }

  const Scenario& scenario_;
  std::vector<simulation::Run> runs_;
  std::vector<tl::expected<SimulationResult, std::string>> results_;
  std::atomic<std::size_t> next_{0};
  Progress progress_;
};

std::vector<simulation::Run> runs_of(const Scenario& scenario, const SimulateOptions& options) {
  std::vector<simulation::Run> runs;
  for (std::uint32_t number = 0; number < scenario.replications; ++number) {
    simulation::SimulationOptions chosen;
    if (options.shell == SimulateShell::Actors) chosen.shell = make_actor_shell;
    chosen.shuffled = options.shuffle;
    runs.push_back({seed_of(scenario.seed, number), std::move(chosen)});
  }
  return runs;
}

/// Runs everything again and compares. The exit code.
int verify(const Scenario& scenario, const std::vector<simulation::Run>& runs, std::ostream& err) {
  for (const simulation::Run& run : runs)
    if (const auto difference = first_difference(scenario, run, run)) {
      err << "seed " << run.seed << ": two runs differ, first here:\n  " << difference->one << "\n  "
          << difference->other << std::endl;
      return exit_failed;
    }
  err << "Verified: " << counted(runs.size(), "run") << " repeated, with the same hash." << std::endl;
  return exit_succeeded;
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
  if (options.shuffle && options.shell == SimulateShell::Actors)
    return refuse(err, "--shuffle: only the engine can shuffle; leave out --shell actors");
  auto scenario = config::load_scenario(options.scenario);
  if (!scenario) {
    for (const config::Finding& finding : scenario.error()) err << config::render(finding) << '\n';
    return exit_wrong_use;
  }
  scenario->seed = options.seed.value_or(scenario->seed);
  scenario->replications = options.replications.value_or(scenario->replications);
  if (!scenario->buckets.empty())
    scenario->objects = [folders = BucketFolders(scenario->buckets.begin(), scenario->buckets.end())] {
      return std::make_shared<ScratchStore>(folders);
    };
  for (const std::string& warning : scenario->warnings) err << warning << '\n';

  const auto began = Clock::now();
  const auto whole = scenario->duration * scenario->replications;
  const auto runs = runs_of(*scenario, options);
  auto results = Runner{*scenario, runs}.run([&](const Progress& progress) {
    if (options.progress.interactive)
      err << erase_line << shortened(progress_line(progress, whole, Clock::now() - began), options.progress.columns - 1)
          << std::flush;
  });
  if (options.progress.interactive) err << erase_line << std::flush;
  if (!results) {
    err << results.error() << std::endl;
    return exit_failed;
  }
  const SimulationReport report{&*scenario, std::move(*results), Clock::now() - began};

  if (options.format == SimulateFormat::Json)
    out << report_json(report).dump(2) << '\n';
  else
    print_report(report, options.terminal, out);
  if (options.out && !write(*options.out, report_json(report).dump(2) + '\n'))
    return refuse(err, "--out: cannot write " + options.out->string());
  if (options.hgrm && !write(*options.hgrm, report.results.front().response.hgrm()))
    return refuse(err, "--hgrm: cannot write " + options.hgrm->string());
  return options.verify ? verify(*scenario, runs, err) : exit_succeeded;
}

}  // namespace stepstorm::app
