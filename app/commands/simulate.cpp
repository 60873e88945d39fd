#include "app/commands/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "config/scenario_file.hpp"
#include "launch/actor_shell.hpp"
#include "launch/bucket_folders.hpp"
#include "launch/functions.hpp"
#include "launch/replications.hpp"
#include "launch/threads.hpp"
#include "launch/write_file.hpp"
#include "report/simulation_report.hpp"
#include "simulation/difference.hpp"
#include "simulation/stepping.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/refuse.hpp"
#include "terminal/wall_run.hpp"
#include "values/json_lines.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

using simulation::Scenario;
using simulation::Simulation;
using simulation::SimulationResult;
using Stopwatch = std::chrono::steady_clock;

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

std::string progress_line(const Progress& progress, world::Duration whole, Stopwatch::duration elapsed) {
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

/// In steps, so that progress shows and an interrupt is seen.
class Course {
 public:
  Course(const Scenario& scenario, Clock clock, Progress& progress, LiveFigures& live)
      : scenario_(scenario), clock_(clock), ticker_(progress), live_(live) {}

  /// The `number`th run. The error says why there is no result.
  tl::expected<SimulationResult, std::string> run(simulation::Run run, std::size_t number) {
    const experiment::Stage stage = stage_of(clock_);
    if (clock_ == Clock::Wall) run.options.shell = stage.shell;
    run.options.epoch = stage.epoch;
    Simulation simulation{scenario_, run.seed, std::move(run.options)};
    const world::Duration slice =
        std::min(stage.slice, std::max<world::Duration>(scenario_.duration / 1000, world::Duration{1}));
    simulation::step_through(simulation, slice, [&] {
      ticker_.tick(simulation);
      live_.look(simulation, number);
      return !over_early(simulation, stage);
    });
    if (simulation.stuck()) return tl::unexpected{std::string{stuck_text}};
    return simulation.result();
  }

  /// Why it was cut short; empty: it was not.
  const std::string& cut() const { return cut_; }

 private:
  /// It has been cut short, and the orders that were open then have had their time.
  bool over_early(Simulation& simulation, const experiment::Stage& stage) {
    if (cut_.empty()) {
      cut_ = reason_to_end(clock_, simulation);
      if (cut_.empty()) return false;
      cut_at_ = simulation.now();
      cut_work_ = simulation.work();
      simulation.cut_short();
    }
    return simulation.now() - cut_at_ >= stage.grace || simulation.work() - cut_work_ >= stage.grace_work;
  }

  const Scenario& scenario_;
  Clock clock_;
  Ticker ticker_;
  LiveFigures& live_;
  std::string cut_;
  world::Time cut_at_{0};
  std::uint64_t cut_work_ = 0;
};

/// All replications; in order of their number, whichever ended first. In virtual time on all cores, on the wall clock
/// one after the other.
class Runner {
 public:
  Runner(const Scenario& scenario, std::vector<simulation::Run> runs, Clock clock)
      : scenario_(scenario), runs_(std::move(runs)), clock_(clock), results_(runs_.size()) {}

  /// The results in the order of the runs, those left out that an interrupt has kept from beginning; or why there is
  /// none.
  template <class Watch>
  tl::expected<std::vector<SimulationResult>, std::string> run(Watch watch) {
    const std::size_t threads = clock_ == Clock::Wall ? 1 : threads_for(runs_.size());
    work_on_threads(
        threads, [this] { work(); }, [&] { watch(progress_, live_); });
    return take();
  }

  /// Why it ended early; empty: it did not.
  std::string cut() const {
    const std::lock_guard lock{mutex_};
    return cut_;
  }

 private:
  void work() {
    for (auto mine = next_.fetch_add(1); mine < runs_.size(); mine = next_.fetch_add(1)) {
      if (mine > 0 && !cut().empty()) return;
      Course course{scenario_, clock_, progress_, live_};
      results_[mine] = course.run(runs_[mine], mine);
      const std::lock_guard lock{mutex_};
      if (cut_.empty()) cut_ = course.cut();
    }
  }

  tl::expected<std::vector<SimulationResult>, std::string> take() {
    std::vector<SimulationResult> taken;
    for (auto& result : results_) {
      if (!result) continue;
      if (!*result) return tl::unexpected{std::move(result->error())};
      taken.push_back(std::move(**result));
    }
    return taken;
  }

  const Scenario& scenario_;
  std::vector<simulation::Run> runs_;
  Clock clock_;
  std::vector<std::optional<tl::expected<SimulationResult, std::string>>> results_;
  std::atomic<std::size_t> next_{0};
  Progress progress_;
  LiveFigures live_;
  mutable std::mutex mutex_;
  std::string cut_;
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

/// Runs everything again and compares it with what is shown. The exit code.
int verify(const Scenario& scenario,
           const std::vector<simulation::Run>& runs,
           const std::vector<SimulationResult>& shown,
           std::ostream& err) {
  Runner again{scenario, runs, Clock::Virtual};
  const auto repeated = again.run([](const Progress&, const LiveFigures&) {});
  if (!repeated || repeated->size() != shown.size()) {
    err << (repeated ? again.cut() : repeated.error()) << std::endl;
    return exit_failed;
  }
  for (std::size_t index = 0; index < shown.size(); ++index) {
    if ((*repeated)[index].hash == shown[index].hash) continue;
    err << "seed " << runs[index].seed << ": its repetition has another hash";
    if (const auto difference = first_difference(scenario, runs[index], runs[index]))
      err << "; two more runs differ, first here:\n  " << difference->one << "\n  " << difference->other;
    err << std::endl;
    return exit_failed;
  }
  err << "Verified: " << counted(runs.size(), "run") << " repeated, with the same hash." << std::endl;
  return exit_succeeded;
}

/// What the options want that only virtual time can do; empty: nothing.
std::string against_the_wall_clock(const SimulateOptions& options) {
  if (options.clock == Clock::Virtual) return {};
  const std::string_view option = options.verify                           ? "--verify"
                                  : options.shuffle                        ? "--shuffle"
                                  : options.shell == SimulateShell::Actors ? "--shell"
                                                                           : "";
  return option.empty() ? std::string{}
                        : std::string{option} + ": cannot be had with --clock wall; leave one of them out";
}

/// Empty: there is nothing against writing there.
std::string try_places(const SimulateOptions& options) {
  if (options.out)
    if (const auto tried = try_file(*options.out); !tried) return "--out: " + tried.error();
  if (options.hgrm)
    if (const auto tried = try_file(*options.hgrm); !tried) return "--hgrm: " + tried.error();
  return {};
}

/// Empty: all is written.
std::string write_reports(const SimulateOptions& options, const SimulationReport& report) {
  if (options.out)
    if (const auto written = write_file(*options.out, to_lines(report_json(report), 2) + '\n'); !written)
      return "--out: " + written.error();
  if (options.hgrm)
    if (const auto written = write_file(*options.hgrm, report.results.front().response.hgrm()); !written)
      return "--hgrm: " + written.error();
  return {};
}

}  // namespace

int simulate_command(const SimulateOptions& options, std::ostream& out, std::ostream& err) {
  if (options.shuffle && options.shell == SimulateShell::Actors)
    return refuse(err, "--shuffle: only the engine can shuffle; leave out --shell actors", exit_wrong_use);
  if (const auto complaint = against_the_wall_clock(options); !complaint.empty())
    return refuse(err, complaint, exit_wrong_use);
  auto scenario = config::load_scenario(
      options.scenario,
      {.definition = {}, .substitutions = options.substitutions, .lambda_endpoint = options.functions.endpoint});
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
  if (options.verify)
    if (const auto complaint = refuse_functions(scenario->resources, "--verify", options.functions); !complaint.empty())
      return refuse(err, complaint, exit_wrong_use);
  if (const auto complaint = try_places(options); !complaint.empty()) return refuse(err, complaint, exit_wrong_use);
  const auto functions = RunningFunctions::start(scenario->resources, options.clock, options.functions);
  if (!functions) return refuse(err, functions.error(), exit_wrong_use);

  const auto began = Stopwatch::now();
  const auto whole = scenario->duration * scenario->replications;
  const auto runs = runs_of(*scenario, options);
  Runner runner{*scenario, runs, options.clock};
  ProgressLine line{options.progress, err};
  auto results = runner.run([&](const Progress& progress, const LiveFigures& live) {
    if (options.clock == Clock::Wall)
      line.show(live.line(scenario->duration, runs.size()));
    else if (options.progress.interactive)
      line.show(progress_line(progress, whole, Stopwatch::now() - began));
  });
  line.clear();
  if (!results) {
    err << results.error() << std::endl;
    return exit_failed;
  }
  const SimulationReport report{
      &*scenario, std::move(*results), Stopwatch::now() - began, options.clock, runner.cut(), runs.size()};

  functions->print(err);
  for (const SimulationResult& result : report.results) print_events(result.counters, err);
  if (const auto complaint = functions->finish(); !complaint.empty()) return refuse(err, complaint, exit_wrong_use);
  const std::string complaint = write_reports(options, report);
  if (options.format == SimulateFormat::Json)
    out << to_lines(report_json(report), 2) << '\n';
  else
    print_report(report, options.terminal, out);
  if (!complaint.empty()) return refuse(err, complaint, exit_wrong_use);
  if (!report.cut.empty()) return exit_failed;
  return options.verify ? verify(*scenario, runs, report.results, err) : exit_succeeded;
}

}  // namespace stepstorm::app
