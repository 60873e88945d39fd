#include "app/commands/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "config/scenario_file.hpp"
#include "experiment/run.hpp"
#include "experiment/selection.hpp"
#include "experiment/verdict.hpp"
#include "launch/actor_shell.hpp"
#include "launch/bucket_folders.hpp"
#include "launch/functions.hpp"
#include "launch/replications.hpp"
#include "launch/threads.hpp"
#include "launch/write_file.hpp"
#include "report/experiment_checks.hpp"
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

using experiment::Experiment;
using experiment::RunRecord;
using simulation::Scenario;
using simulation::Simulation;
using simulation::SimulationResult;
using Stopwatch = std::chrono::steady_clock;

// ---- progress

/// The progress of all runs together; written by the threads that run them.
struct Progress {
  std::atomic<std::int64_t> virtual_ns{0};
  std::atomic<std::uint64_t> started{0};
  std::atomic<std::uint64_t> succeeded{0};
  std::atomic<std::uint64_t> ended{0};
};

std::uint64_t ended(const simulation::OrderCounts& orders) {
  return orders.succeeded + orders.failed + orders.timed_out + orders.aborted;
}

/// Adds the progress since its last call.
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

std::string progress_line(const Progress& progress,
                          world::Duration whole,
                          Stopwatch::duration elapsed,
                          const std::string& noun) {
  const double done = std::min(1.0, static_cast<double>(progress.virtual_ns) / static_cast<double>(whole.count()));
  const double wall = std::chrono::duration<double>(elapsed).count();
  std::string line = std::to_string(static_cast<int>(done * 100)) + " %  " +
                     in_words(std::chrono::nanoseconds{progress.virtual_ns}) + " of virtual time, " +
                     std::to_string(progress.started) + ' ' + plural(noun) + " started, " +
                     std::to_string(progress.ended) + " ended, " + std::to_string(progress.ended - progress.succeeded) +
                     " without success, " +
                     std::to_string(static_cast<std::uint64_t>(static_cast<double>(progress.virtual_ns) / 1e9 / wall)) +
                     " times real time";
  if (done > 0.01 && done < 1)
    line +=
        ", " + in_words(std::chrono::nanoseconds{static_cast<std::int64_t>(wall * (1 - done) / done * 1e9)}) + " left";
  return line;
}

// ---- running

/// Runs in steps, to show progress and to notice interrupts.
class Course {
 public:
  Course(const Experiment& measured, launch::Clock clock, Progress& progress, terminal::LiveFigures& live)
      : measured_(measured), scenario_(measured.scenario), clock_(clock), ticker_(progress), live_(live) {}

  /// Runs one replication; returns its result and the metrics that thresholds use. The error says why there is none.
  tl::expected<RunRecord, std::string> run(simulation::Run run, std::size_t number) {
    const experiment::Stage stage = terminal::stage_of(clock_);
    if (clock_ == launch::Clock::Wall) run.options.shell = stage.shell;
    run.options.epoch = stage.epoch;
    experiment::Waits waits;
    experiment::Selection selection{measured_, stage.epoch, !run.options.shell};
    if (selects()) {
      run.options.tell_taken = [&](const auto& task, auto waited) { waits.taken(task, waited); };
      run.options.tell_end = [&](const orchestration::EndedExecution& ended) {
        selection.ended(ended, experiment::visits_in(ended, waits.take(ended.execution.id)));
      };
      run.options.books_by_order = true;
    }
    Simulation simulation{scenario_, run.seed, std::move(run.options)};
    const world::Duration slice =
        std::min(stage.slice, std::max<world::Duration>(scenario_.duration / 1000, world::Duration{1}));
    simulation::step_through(simulation, slice, [&] {
      ticker_.tick(simulation);
      live_.look(simulation, number);
      return !over_early(simulation, stage);
    });
    if (simulation.stuck()) return tl::unexpected{std::string{report::stuck_text}};
    RunRecord record;
    record.result = simulation.result();
    record.selected = selection.results(simulation.shell().ledger().effects(), 0);
    return record;
  }

  /// Returns why the run was cut short; empty when it was not.
  const std::string& cut() const { return cut_; }

 private:
  /// Returns whether any threshold needs metrics from histories.
  bool selects() const { return !experiment::names_to_select(measured_).empty(); }

  /// Returns whether the run was cut short and the time for open orders is used up.
  bool over_early(Simulation& simulation, const experiment::Stage& stage) {
    if (cut_.empty()) {
      cut_ = terminal::reason_to_end(clock_, simulation);
      if (cut_.empty()) return false;
      cut_at_ = simulation.now();
      cut_work_ = simulation.work();
      simulation.cut_short();
    }
    return simulation.now() - cut_at_ >= stage.grace || simulation.work() - cut_work_ >= stage.grace_work;
  }

  const Experiment& measured_;  // no faults
  const Scenario& scenario_;
  launch::Clock clock_;
  Ticker ticker_;
  terminal::LiveFigures& live_;
  std::string cut_;
  world::Time cut_at_{0};
  std::uint64_t cut_work_ = 0;
};

/// Runs all replications and returns them in order of number: in virtual time on all cores, on the wall clock one
/// after the other.
class Runner {
 public:
  Runner(const Experiment& measured, std::vector<simulation::Run> runs, launch::Clock clock)
      : measured_(measured), runs_(std::move(runs)), clock_(clock), results_(runs_.size()) {}

  /// Returns the results in the order of the runs, without those that an interrupt kept from beginning; or why there
  /// is none.
  template <class Watch>
  tl::expected<std::vector<RunRecord>, std::string> run(Watch watch) {
    const std::size_t threads = clock_ == launch::Clock::Wall ? 1 : launch::threads_for(runs_.size());
    launch::work_on_threads(
        threads, [this] { work(); }, [&] { watch(progress_, live_); });
    return take();
  }

  /// Returns why the simulation ended early; empty when it did not.
  std::string cut() const {
    const std::lock_guard lock{mutex_};
    return cut_;
  }

 private:
  void work() {
    for (auto mine = next_.fetch_add(1); mine < runs_.size(); mine = next_.fetch_add(1)) {
      if (mine > 0 && !cut().empty()) return;
      Course course{measured_, clock_, progress_, live_};
      results_[mine] = course.run(runs_[mine], mine);
      const std::lock_guard lock{mutex_};
      if (cut_.empty()) cut_ = course.cut();
    }
  }

  tl::expected<std::vector<RunRecord>, std::string> take() {
    std::vector<RunRecord> taken;
    for (auto& result : results_) {
      if (!result) continue;
      if (!*result) return tl::unexpected{std::move(result->error())};
      taken.push_back(std::move(**result));
    }
    return taken;
  }

  const Experiment& measured_;
  std::vector<simulation::Run> runs_;
  launch::Clock clock_;
  std::vector<std::optional<tl::expected<RunRecord, std::string>>> results_;
  std::atomic<std::size_t> next_{0};
  Progress progress_;
  terminal::LiveFigures live_;
  mutable std::mutex mutex_;
  std::string cut_;
};

std::vector<simulation::Run> runs_of(const Scenario& scenario, const SimulateOptions& options) {
  std::vector<simulation::Run> runs;
  for (std::uint32_t number = 0; number < scenario.replications; ++number) {
    simulation::SimulationOptions chosen;
    if (options.shell == SimulateShell::Actors) chosen.shell = launch::make_actor_shell;
    chosen.shuffled = options.shuffle;
    runs.push_back({launch::seed_of(scenario.seed, number), std::move(chosen)});
  }
  return runs;
}

/// Runs everything again and compares it with the results shown. Returns the exit code.
int verify(const Experiment& measured,
           const std::vector<simulation::Run>& runs,
           const std::vector<SimulationResult>& shown,
           std::ostream& err) {
  Runner again{measured, runs, launch::Clock::Virtual};
  const auto repeated = again.run([](const Progress&, const terminal::LiveFigures&) {});
  if (!repeated || repeated->size() != shown.size()) {
    err << (repeated ? again.cut() : repeated.error()) << std::endl;
    return terminal::exit_failed;
  }
  for (std::size_t index = 0; index < shown.size(); ++index) {
    if ((*repeated)[index].result.hash == shown[index].hash) continue;
    err << "seed " << runs[index].seed << ": its repetition has another hash";
    if (const auto difference = first_difference(measured.scenario, runs[index], runs[index]))
      err << "; two more runs differ, first here:\n  " << difference->one << "\n  " << difference->other;
    err << std::endl;
    return terminal::exit_failed;
  }
  err << "Verified: " << counted(runs.size(), "run") << " repeated, with the same hash." << std::endl;
  return terminal::exit_succeeded;
}

/// Returns an option that needs virtual time; empty: there is none.
std::string against_the_wall_clock(const SimulateOptions& options) {
  if (options.clock == launch::Clock::Virtual) return {};
  const std::string_view option = options.verify                           ? "--verify"
                                  : options.shuffle                        ? "--shuffle"
                                  : options.shell == SimulateShell::Actors ? "--shell"
                                                                           : "";
  return option.empty() ? std::string{}
                        : std::string{option} + ": cannot be had with --clock wall; leave one of them out";
}

/// Returns why a file cannot be written; empty when all can.
std::string try_places(const SimulateOptions& options) {
  if (options.out)
    if (const auto tried = launch::try_file(*options.out); !tried) return "--out: " + tried.error();
  if (options.hgrm)
    if (const auto tried = launch::try_file(*options.hgrm); !tried) return "--hgrm: " + tried.error();
  if (const auto tried = report::try_side_reports(options.side); !tried) return tried.error();
  return {};
}

/// Returns the error; empty when all files were written.
std::string write_reports(const SimulateOptions& options, const report::SimulationReport& report) {
  if (options.out)
    if (const auto written = launch::write_file(*options.out, to_lines(report::report_json(report), 2) + '\n');
        !written)
      return "--out: " + written.error();
  if (options.hgrm)
    if (const auto written = launch::write_file(*options.hgrm, report.results.front().response.hgrm()); !written)
      return "--hgrm: " + written.error();
  if (const auto written = report::write_side_reports(options.side, report::checks_of(report)); !written)
    return written.error();
  return {};
}

std::string command_of(const SimulateOptions& options, const Scenario& scenario) {
  std::string command =
      "stepstorm simulate " + shell_word(options.scenario.string()) + " --seed " + std::to_string(scenario.seed);
  if (scenario.replications > 1) command += " --replications " + std::to_string(scenario.replications);
  return options.clock == launch::Clock::Wall ? command + " --clock wall" : command;
}

report::SimulationReport report_of(const Experiment& measured, std::vector<RunRecord>&& records) {
  report::SimulationReport report{.scenario = &measured.scenario, .results = {}};
  report.thresholds = check_thresholds(measured, records);
  for (RunRecord& record : records) {
    report.results.push_back(std::move(record.result));
    report.selected.push_back(std::move(record.selected));
  }
  return report;
}

/// A threshold that holds until a run is cut short proves nothing.
int exit_code_of(const report::SimulationReport& report) {
  const auto& thresholds = report.thresholds;
  if (std::any_of(thresholds.begin(), thresholds.end(), [](const auto& each) { return !each.held; }))
    return terminal::exit_demand_failed;
  return report.cut.empty() ? terminal::exit_succeeded : terminal::exit_failed;
}

}  // namespace

int simulate_command(const SimulateOptions& options, std::ostream& out, std::ostream& err) {
  if (options.shuffle && options.shell == SimulateShell::Actors)
    return terminal::refuse(
        err, "--shuffle: only the engine can shuffle; leave out --shell actors", terminal::exit_wrong_use);
  if (const auto complaint = against_the_wall_clock(options); !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_wrong_use);
  auto loaded = config::load_scenario(
      options.scenario,
      {.definition = {}, .substitutions = options.substitutions, .lambda_endpoint = options.functions.endpoint});
  if (!loaded) {
    for (const config::FileFinding& finding : loaded.error()) err << config::render(finding) << '\n';
    return terminal::exit_wrong_use;
  }
  Experiment measured{.scenario = std::move(*loaded)};
  Scenario& scenario = measured.scenario;
  scenario.seed = options.seed.value_or(scenario.seed);
  scenario.replications = options.replications.value_or(scenario.replications);
  if (!scenario.buckets.empty())
    scenario.objects = [folders = launch::BucketFolders(scenario.buckets.begin(), scenario.buckets.end())] {
      return std::make_shared<launch::ScratchStore>(folders);
    };
  for (const std::string& warning : scenario.warnings) err << warning << '\n';
  if (options.verify)
    if (const auto complaint = launch::refuse_functions(scenario.resources, "--verify", options.functions);
        !complaint.empty())
      return terminal::refuse(err, complaint, terminal::exit_wrong_use);
  if (const auto complaint = try_places(options); !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_wrong_use);
  const auto functions = launch::RunningFunctions::start(scenario.resources, options.clock, options.functions);
  if (!functions) return terminal::refuse(err, functions.error(), terminal::exit_wrong_use);

  const auto began = Stopwatch::now();
  const auto whole = scenario.duration * scenario.replications;
  const auto runs = runs_of(scenario, options);
  Runner runner{measured, runs, options.clock};
  terminal::ProgressLine line{options.progress, err};
  auto results = runner.run([&](const Progress& progress, const terminal::LiveFigures& live) {
    if (options.clock == launch::Clock::Wall)
      line.show(live.line(scenario.duration, runs.size()));
    else
      line.show(progress_line(progress, whole, Stopwatch::now() - began, noun_of(scenario)));
  });
  line.clear();
  if (!results) {
    err << results.error() << std::endl;
    return terminal::exit_failed;
  }
  report::SimulationReport report = report_of(measured, std::move(*results));
  report.elapsed = Stopwatch::now() - began;
  report.clock = options.clock;
  report.cut = runner.cut();
  report.wanted = runs.size();
  report.command = command_of(options, scenario);

  functions->print(err);
  for (const SimulationResult& result : report.results) launch::print_events(result.counters, err);
  if (const auto complaint = functions->finish(); !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_wrong_use);
  const std::string complaint = write_reports(options, report);
  if (options.format == SimulateFormat::Json)
    out << to_lines(report::report_json(report), 2) << '\n';
  else
    report::print_report(report, options.terminal, out);
  if (!complaint.empty()) return terminal::refuse(err, complaint, terminal::exit_wrong_use);
  if (const int code = exit_code_of(report); code != terminal::exit_succeeded || !options.verify) return code;
  return verify(measured, runs, report.results, err);
}

}  // namespace stepstorm::app
