#include "app/commands/sweep.hpp"

#include <atomic>
#include <chrono>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

#include "app/commands/experiment.hpp"
#include "config/comments.hpp"
#include "config/text_file.hpp"
#include "experiment/run.hpp"
#include "experiment/verdict.hpp"
#include "launch/experiment_input.hpp"
#include "launch/functions.hpp"
#include "launch/interrupt.hpp"
#include "launch/replications.hpp"
#include "launch/threads.hpp"
#include "report/simulation_report.hpp"
#include "report/sweep_report.hpp"
#include "search/variation/grid.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "terminal/wall_run.hpp"
#include "values/json_lines.hpp"
#include "values/words.hpp"
#include "values/yaml.hpp"

namespace stepstorm::app {
namespace {

namespace fs = std::filesystem;
using experiment::Experiment;
using experiment::RunRecord;
using variation::Grid;

constexpr std::size_t file_bytes_max = 16u << 20;

// ---- runs

report::SweepVerdict verdict_of(const Experiment& experiment, const RunRecord& run) {
  const auto failures = experiment::failures(experiment, run);
  if (failures.empty())
    return experiment::demands_anything(experiment) ? report::SweepVerdict::Held
                                                    : report::SweepVerdict::NothingDemanded;
  return failures.front().kind == experiment::Failure::Kind::Invariant ? report::SweepVerdict::InvariantViolated
                                                                       : report::SweepVerdict::DemandFailed;
}

report::RunFigures figures_of(const report::SweepPlan& plan, const Experiment& experiment, const RunRecord& run) {
  report::RunFigures figures{plan.figure.of(experiment, run), {}, verdict_of(experiment, run)};
  for (const experiment::Figure& figure : report::figures_of_cells())
    figures.figures.push_back(figure.of(experiment, run));
  return figures;
}

tl::expected<Experiment, std::string> experiment_of(const report::SweepPlan& plan,
                                                    const launch::RunningFunctions& functions,
                                                    std::size_t combination) {
  const variation::Documents documents = plan.grid.documents(combination);
  auto read = launch::read_ready_experiment(
      to_text(documents.file),
      plan.file,
      plan.grid.changes_definition() ? std::optional{to_text(documents.definition)} : std::nullopt,
      functions.choice().endpoint);
  if (!read) return tl::unexpected{"with " + plan.grid.text(combination) + ":\n" + read.error()};
  functions.answer(read->scenario.resources);
  if (!plan.figure.selected.empty()) read->measured.push_back(plan.figure.selected);
  return read;
}

/// Runs all combinations, with their replications, on all cores.
class Runs {
 public:
  Runs(const report::SweepPlan& plan, const launch::RunningFunctions& functions)
      : plan_(plan), functions_(functions), figures_(plan.grid.size() * plan.replications) {}

  template <class Watch>
  void run(Watch watch) {
    launch::work_on_threads(
        launch::threads_for(figures_.size()), [this] { work(); }, [&] { watch(done_.load(), figures_.size()); });
  }

  /// Returns the combination in which a run was stuck.
  std::optional<std::size_t> stuck() const {
    const std::size_t combination = stuck_;
    return combination == none ? std::nullopt : std::optional{combination};
  }

  bool complete() const { return done_ == figures_.size(); }

  /// Returns the results; empty for a combination without a finished run.
  std::vector<report::SweepCell> cells() const {
    std::vector<report::SweepCell> cells(plan_.grid.size());
    for (std::size_t job = 0; job < figures_.size(); ++job)
      if (figures_[job]) cells[job / plan_.replications].runs.push_back(*figures_[job]);
    return cells;
  }

 private:
  void work() {
    for (auto job = next_++; job < figures_.size() && !launch::interrupted() && !stuck(); job = next_++) {
      const auto experiment = experiment_of(plan_, functions_, job / plan_.replications).value();
      const auto seed = launch::seed_of(plan_.seed, static_cast<std::uint32_t>(job % plan_.replications));
      const auto record = experiment::run(
          experiment, seed, experiment::WithFaults::Yes, [](const auto&) { return !launch::interrupted(); });
      if (!record) return give_up(record.error(), job / plan_.replications);
      figures_[job] = figures_of(plan_, experiment, *record);
      ++done_;
    }
  }

  void give_up(experiment::NoRecord reason, std::size_t combination) {
    if (reason == experiment::NoRecord::Stuck) stuck_ = combination;
  }

  static constexpr std::size_t none = ~std::size_t{0};

  const report::SweepPlan& plan_;
  const launch::RunningFunctions& functions_;
  std::vector<std::optional<report::RunFigures>> figures_;
  std::atomic<std::size_t> stuck_{none};
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> done_{0};
};

// ---- planning

tl::expected<Json, std::string> definition_of(const Experiment& experiment) {
  const std::string& text = experiment.scenario.state_machine->machine->definition;
  if (auto json = parse_json(text)) return std::move(*json);
  if (auto yaml = parse_yaml(text)) return std::move(yaml->value);
  return tl::unexpected{std::string{"the definition of the state machine cannot be read again\n"}};
}

struct Planned {
  report::SweepPlan plan;
  launch::RunningFunctions functions;
};

tl::expected<Planned, std::string> plan_of(const SweepOptions& options) {
  auto experiment = launch::load_ready_experiment(options.file, options.substitutions, options.functions.endpoint);
  if (!experiment) return tl::unexpected{experiment.error()};
  if (auto complaint = launch::refuse_functions(experiment->scenario.resources, "sweep", options.functions);
      !complaint.empty())
    return tl::unexpected{std::move(complaint) + '\n'};
  auto functions =
      launch::RunningFunctions::start(experiment->scenario.resources, launch::Clock::Virtual, options.functions);
  if (!functions) return tl::unexpected{functions.error() + '\n'};
  auto definition = definition_of(*experiment);
  if (!definition) return tl::unexpected{definition.error()};
  const auto text = config::read_text_file(options.file, file_bytes_max);
  auto file = launch::with_substitutions(
      text ? parse_json(config::without_comments(*text)).value_or(Json::object()) : Json::object(),
      options.substitutions);
  auto grid = Grid::parse(options.vary, {file, std::move(*definition)});
  if (!grid) return tl::unexpected{"--vary " + grid.error() + '\n'};

  const bool has_faults = !experiment->faults.empty() || !experiment->kills.empty();
  auto figure = experiment::figure_called(options.metric.value_or(has_faults ? "after.success_rate" : "success_rate"));
  if (!figure) return tl::unexpected{"--metric: " + figure.error() + '\n'};
  report::SweepPlan plan{options.file,
                         std::move(*grid),
                         std::move(*figure),
                         options.seed.value_or(experiment->scenario.seed),
                         options.replications.value_or(experiment->scenario.replications),
                         experiment->scenario.title,
                         experiment->description,
                         experiment->scenario.state_machine->name,
                         std::move(file)};
  if (plan.grid.size() > sweep_runs_max / plan.replications)
    return tl::unexpected{"--vary: more than " + grouped(sweep_runs_max) +
                          " runs; take fewer values or replications\n"};
  for (std::size_t combination = 0; combination < plan.grid.size(); ++combination)
    if (const auto one = experiment_of(plan, *functions, combination); !one) return tl::unexpected{one.error()};
  return Planned{std::move(plan), std::move(*functions)};
}

/// Returns the progress, and the remaining time at this pace.
std::string progress_text(std::size_t done, std::size_t all, std::chrono::nanoseconds passed) {
  std::string text = grouped(done) + " of " + counted(all, "run");
  if (done == 0 || done == all) return text;
  return text + ", " + in_words(passed / static_cast<std::int64_t>(done) * static_cast<std::int64_t>(all - done)) +
         " left";
}

std::string command_of(const SweepOptions& options, const report::SweepPlan& plan) {
  std::string command = "stepstorm sweep " + shell_word(options.file.string());
  for (const std::string& vary : options.vary) command += " --vary " + shell_quoted(vary);
  command += " --metric " + shell_quoted(plan.figure.name) + " --seed " + std::to_string(plan.seed);
  if (plan.replications > 1) command += " --replications " + std::to_string(plan.replications);
  return command + launch::options_text(options.functions);
}

}  // namespace

int sweep_command(const SweepOptions& options, std::ostream& out, std::ostream& err) {
  const auto planned = plan_of(options);
  if (!planned) {
    err << planned.error() << std::flush;
    return terminal::exit_unusable;
  }
  const report::SweepPlan* plan = &planned->plan;
  if (options.out)
    if (const auto tried = launch::try_folder(*options.out); !tried) {
      err << "--out: " << tried.error() << std::endl;
      return terminal::exit_unusable;
    }
  Runs runs{*plan, planned->functions};
  terminal::ProgressLine line{options.progress, err};
  const auto began = std::chrono::steady_clock::now();
  runs.run([&](std::size_t done, std::size_t all) {
    line.show(progress_text(done, all, std::chrono::steady_clock::now() - began));
  });
  line.clear();

  if (const auto combination = runs.stuck()) {
    err << "with " << plan->grid.text(*combination) << ": " << report::stuck_text << std::endl;
    return terminal::exit_unusable;
  }
  if (const auto complaint = planned->functions.finish(); !complaint.empty()) {
    err << complaint << std::endl;
    return terminal::exit_unusable;
  }
  const std::vector<report::SweepCell> cells = runs.cells();
  const Json report = report::report_of(*plan, cells, command_of(options, *plan));
  const auto written = options.out ? report::write_sweep(*options.out, *plan, cells, report) : launch::Written{};
  if (options.json) {
    out << to_lines(report, 1) << '\n';
  } else {
    out << terminal::paint(options.terminal, terminal::Ink::Bold, plan->figure.name) << ", mean of "
        << counted(plan->replications, "run") << " each, from seed " << plan->seed << "\n\n";
    report::print_cells(*plan, cells, options.terminal, out);
    out << std::flush;
  }
  if (!written) {
    err << "--out: " << written.error() << std::endl;
    return terminal::exit_unusable;
  }
  if (runs.complete()) return terminal::exit_held;
  err << "Interrupted: not all combinations were run." << std::endl;
  return terminal::exit_unusable;
}

}  // namespace stepstorm::app
