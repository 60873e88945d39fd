#include "app/commands/experiment.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/comments.hpp"
#include "config/text_file.hpp"
#include "experiment/run.hpp"
#include "launch/experiment_input.hpp"
#include "launch/functions.hpp"
#include "launch/replications.hpp"
#include "launch/threads.hpp"
#include "launch/write_file.hpp"
#include "report/experiment_checks.hpp"
#include "report/experiment_report.hpp"
#include "report/html/html.hpp"
#include "report/simulation_report.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/refuse.hpp"
#include "terminal/wall_run.hpp"
#include "values/json_lines.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace fs = std::filesystem;
namespace {

using experiment::Experiment;
using experiment::RunRecord;
using experiment::WithFaults;

constexpr std::size_t file_bytes_max = 16u << 20;

/// One run: experiment or control of one replication.
struct Job {
  std::uint64_t seed = 0;
  WithFaults faults = WithFaults::Yes;
};

std::vector<Job> jobs_of(const Experiment& experiment, bool control) {
  std::vector<Job> jobs;
  for (const WithFaults faults : {WithFaults::Yes, WithFaults::No})
    for (std::uint32_t number = 0; number < experiment.scenario.replications; ++number)
      if (faults == WithFaults::Yes || control)
        jobs.push_back({launch::seed_of(experiment.scenario.seed, number), faults});
  return jobs;
}

/// Runs all jobs, in virtual time on all cores, on the wall clock one after the other; keeps their records in order.
class Jobs {
 public:
  Jobs(const Experiment& experiment, std::vector<Job> jobs, launch::Clock clock)
      : experiment_(experiment), jobs_(std::move(jobs)), clock_(clock), records_(jobs_.size()) {}

  template <class Watch>
  void run(Watch watch) {
    const std::size_t threads = clock_ == launch::Clock::Wall ? 1 : launch::threads_for(jobs_.size());
    launch::work_on_threads(
        threads, [this] { work(); }, [&] { watch(done(), live_); });
  }

  /// Returns the records with or without faults; leaves out runs that an early end kept from beginning.
  std::vector<RunRecord> take(WithFaults faults) {
    std::vector<RunRecord> taken;
    for (std::size_t index = 0; index < jobs_.size(); ++index)
      if (jobs_[index].faults == faults && records_[index]) taken.push_back(std::move(*records_[index]));
    return taken;
  }

  bool is_stuck() const {
    return std::any_of(
        records_.begin(), records_.end(), [](const auto& record) { return record && record->result.stuck; });
  }

  /// Returns why the experiment ended early; empty when it did not.
  std::string cut() const {
    const std::lock_guard lock{mutex_};
    return cut_;
  }

 private:
  void work() {
    for (auto mine = next_.fetch_add(1); mine < jobs_.size(); mine = next_.fetch_add(1)) {
      if (mine > 0 && !cut().empty()) return;
      world::Time before{0};
      const auto go_on = [&](const simulation::Simulation& simulation) {
        const world::Time now = std::min(simulation.now(), experiment_.scenario.duration);
        passed_ += (now - std::exchange(before, now)).count();
        live_.look(simulation, mine);
        return goes_on(simulation);
      };
      records_[mine] =
          experiment::run(experiment_, jobs_[mine].seed, jobs_[mine].faults, go_on, terminal::stage_of(clock_));
    }
  }

  bool goes_on(const simulation::Simulation& simulation) {
    std::string reason = terminal::reason_to_end(clock_, simulation);
    if (reason.empty()) return true;
    const std::lock_guard lock{mutex_};
    if (cut_.empty()) cut_ = std::move(reason);
    return false;
  }

  double done() const {
    const auto whole = static_cast<double>(experiment_.scenario.duration.count()) * static_cast<double>(jobs_.size());
    return static_cast<double>(passed_) / whole;
  }

  const Experiment& experiment_;
  std::vector<Job> jobs_;
  launch::Clock clock_;
  std::vector<std::optional<RunRecord>> records_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::int64_t> passed_{0};  // virtual time over all jobs
  terminal::LiveFigures live_;
  mutable std::mutex mutex_;
  std::string cut_;
};

/// Returns the finished share, and the remaining time at this pace.
std::string progress_text(double done, std::size_t runs, std::chrono::nanoseconds passed) {
  std::string text = std::to_string(static_cast<int>(done * 100)) + " % of " + counted(runs, "run");
  if (done > 0.01 && done < 1)
    text += ", " +
            in_words(std::chrono::nanoseconds{std::llround(static_cast<double>(passed.count()) * (1 - done) / done)}) +
            " left";
  return text;
}

std::string command_of(const ExperimentOptions& options, const Experiment& experiment) {
  std::string command = "stepstorm experiment " + shell_word(options.file.string()) + " --seed " +
                        std::to_string(experiment.scenario.seed);
  if (experiment.scenario.replications > 1)
    command += " --replications " + std::to_string(experiment.scenario.replications);
  if (options.clock == launch::Clock::Wall) command += " --clock wall";
  return command + launch::options_text(options.functions);
}

/// Writes the page last, so that it never shows what the other files lack.
launch::Written write_report(const fs::path& folder, const report::ExperimentReport& report) {
  const Json json = report::report_json(report);
  return launch::write_files(folder,
                             {{"report.json", to_lines(json, 1) + '\n'},
                              {"response.hgrm", report.runs.front().result.response.hgrm()},
                              {"report.html", report::html::render_html(json)}});
}

/// Checks that all requested files can be written.
launch::Written try_reports(const ExperimentOptions& options) {
  if (options.out)
    if (const auto tried = launch::try_folder(*options.out); !tried) return tl::unexpected{"--out: " + tried.error()};
  return report::try_side_reports(options.side);
}

launch::Written write_reports(const ExperimentOptions& options, const report::ExperimentReport& report) {
  if (options.out)
    if (const auto written = write_report(*options.out, report); !written)
      return tl::unexpected{"--out: " + written.error()};
  return report::write_side_reports(options.side, report::checks_of(report));
}

tl::expected<Experiment, std::string> load(const ExperimentOptions& options) {
  auto experiment = launch::load_ready_experiment(options.file, options.substitutions, options.functions.endpoint);
  if (!experiment) return experiment;
  auto& scenario = experiment->scenario;
  scenario.seed = options.seed.value_or(scenario.seed);
  scenario.replications = options.replications.value_or(scenario.replications);
  return experiment;
}

}  // namespace

int experiment_command(const ExperimentOptions& options, std::ostream& out, std::ostream& err) {
  auto experiment = load(options);
  if (!experiment) {
    err << experiment.error() << std::flush;
    return terminal::exit_unusable;
  }
  for (const std::string& warning : experiment->scenario.warnings) err << warning << '\n';
  if (options.dry_run) {
    report::print_plan(*experiment, options.terminal, out);
    return terminal::exit_held;
  }

  if (const auto tried = try_reports(options); !tried)
    return terminal::refuse(err, tried.error(), terminal::exit_unusable);

  const auto functions =
      launch::RunningFunctions::start(experiment->scenario.resources, options.clock, options.functions);
  if (!functions) return terminal::refuse(err, functions.error(), terminal::exit_unusable);
  const auto planned = jobs_of(*experiment, !options.no_control);
  Jobs jobs{*experiment, planned, options.clock};
  terminal::ProgressLine line{options.progress, err};
  const auto began = std::chrono::steady_clock::now();
  jobs.run([&](double done, const terminal::LiveFigures& live) {
    if (options.clock == launch::Clock::Wall)
      line.show(live.line(experiment->scenario.duration, planned.size()));
    else
      line.show(progress_text(done, planned.size(), std::chrono::steady_clock::now() - began));
  });
  line.clear();

  functions->print(err);
  if (const auto complaint = functions->finish(); !complaint.empty())
    return terminal::refuse(err, complaint, terminal::exit_unusable);
  if (jobs.is_stuck()) return terminal::refuse(err, std::string{report::stuck_text}, terminal::exit_unusable);
  const auto text = config::read_text_file(options.file, file_bytes_max);
  const report::ExperimentReport report{&*experiment,
                                        jobs.take(WithFaults::Yes),
                                        jobs.take(WithFaults::No),
                                        command_of(options, *experiment),
                                        text ? parse_json(config::without_comments(*text)).value_or(Json{}) : Json{},
                                        options.clock,
                                        jobs.cut(),
                                        planned.size()};
  for (const RunRecord& run : report.runs) launch::print_events(run.result.counters, err);
  const auto written = write_reports(options, report);
  if (options.format == SimulateFormat::Json)
    out << to_lines(report::report_json(report), 1) << '\n';
  else
    report::print_report(report, options.terminal, out);
  if (!written) return terminal::refuse(err, written.error(), terminal::exit_unusable);
  return report::exit_code_of(report);
}

}  // namespace stepstorm::app
