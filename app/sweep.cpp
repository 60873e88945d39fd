#include "app/sweep.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

#include "app/experiment.hpp"
#include "app/experiment_input.hpp"
#include "app/interrupt.hpp"
#include "app/replications.hpp"
#include "app/threads.hpp"
#include "app/words.hpp"
#include "app/write_file.hpp"
#include "asl/yaml.hpp"
#include "config/text_file.hpp"
#include "experiment/figure.hpp"
#include "experiment/run.hpp"
#include "experiment/verdict.hpp"
#include "report/heat_map.hpp"
#include "variation/grid.hpp"
#include "variation/values.hpp"

namespace stepstorm::app {
namespace {

namespace fs = std::filesystem;
using experiment::Experiment;
using experiment::Figure;
using experiment::RunRecord;
using variation::Axis;
using variation::Grid;

constexpr std::string_view erase_line = "\r\033[K";
constexpr std::size_t file_bytes_max = 16u << 20;

// ---- what is run

struct Plan {
  fs::path file;
  Grid grid;
  Figure figure;
  std::uint64_t seed = 0;
  std::uint32_t replications = 1;
};

/// The worst that is to be said of some runs.
enum class Verdict { Held, DemandFailed, InvariantViolated };
constexpr std::string_view verdict_names[] = {"held", "failed", "violated"};

Verdict verdict_of(const Experiment& experiment, const RunRecord& run) {
  const auto failures = experiment::failures(experiment, run);
  if (failures.empty()) return Verdict::Held;
  return failures.front().kind == experiment::Failure::Kind::Invariant ? Verdict::InvariantViolated
                                                                       : Verdict::DemandFailed;
}

struct RunFigures {
  std::optional<double> value;
  Verdict verdict = Verdict::Held;
};

/// What came of one combination, by replication.
struct Cell {
  std::vector<RunFigures> runs;

  std::optional<double> mean() const {
    double sum = 0;
    for (const RunFigures& run : runs) {
      if (!run.value) return std::nullopt;
      sum += *run.value;
    }
    return runs.empty() ? std::nullopt : std::optional{sum / static_cast<double>(runs.size())};
  }
  Verdict verdict() const {
    Verdict worst = Verdict::Held;
    for (const RunFigures& run : runs) worst = std::max(worst, run.verdict);
    return worst;
  }
};

tl::expected<Experiment, std::string> experiment_of(const Plan& plan, std::size_t combination) {
  const variation::Documents documents = plan.grid.documents(combination);
  auto read = read_ready_experiment(
      documents.file.dump(1),
      plan.file,
      plan.grid.changes_definition() ? std::optional{documents.definition.dump(1)} : std::nullopt);
  if (!read) return tl::unexpected{"with " + plan.grid.text(combination) + ":\n" + read.error()};
  return read;
}

/// All combinations, each as often as it is replicated, on all cores.
class Runs {
 public:
  explicit Runs(const Plan& plan) : plan_(plan), figures_(plan.grid.size() * plan.replications) {}

  template <class Watch>
  void run(Watch watch) {
    work_on_threads(
        threads_for(figures_.size()), [this] { work(); }, [&] { watch(done_.load(), figures_.size()); });
  }

  bool complete() const { return done_ == figures_.size(); }

  /// Of a combination without a run that was finished: none.
  std::vector<Cell> cells() const {
    std::vector<Cell> cells(plan_.grid.size());
    for (std::size_t job = 0; job < figures_.size(); ++job)
      if (figures_[job]) cells[job / plan_.replications].runs.push_back(*figures_[job]);
    return cells;
  }

 private:
  void work() {
    for (auto job = next_++; job < figures_.size() && !interrupted(); job = next_++) {
      const auto experiment = experiment_of(plan_, job / plan_.replications).value();
      const auto seed = seed_of(plan_.seed, static_cast<std::uint32_t>(job % plan_.replications));
      const auto record =
          experiment::run(experiment, seed, experiment::WithFaults::Yes, [](const auto&) { return !interrupted(); });
      if (!record) return;
      figures_[job] = RunFigures{plan_.figure.of(experiment, *record), verdict_of(experiment, *record)};
      ++done_;
    }
  }

  const Plan& plan_;
  std::vector<std::optional<RunFigures>> figures_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> done_{0};
};

// ---- planning

tl::expected<Json, std::string> definition_of(const Experiment& experiment) {
  const std::string& text = experiment.scenario.state_machine->machine->definition;
  if (auto json = parse_json(text)) return std::move(*json);
  if (auto yaml = asl::parse_yaml(text)) return std::move(yaml->value);
  return tl::unexpected{std::string{"the definition of the state machine cannot be read again\n"}};
}

tl::expected<Plan, std::string> plan_of(const SweepOptions& options) {
  const auto experiment = load_ready_experiment(options.file);
  if (!experiment) return tl::unexpected{experiment.error()};
  auto definition = definition_of(*experiment);
  if (!definition) return tl::unexpected{definition.error()};
  const auto text = config::read_text_file(options.file, file_bytes_max);
  auto file = text ? parse_json(*text).value_or(Json::object()) : Json::object();
  auto grid = Grid::parse(options.vary, {std::move(file), std::move(*definition)});
  if (!grid) return tl::unexpected{"--vary " + grid.error() + '\n'};

  const bool has_faults = !experiment->faults.empty() || !experiment->kills.empty();
  auto figure = experiment::figure_called(options.metric.value_or(has_faults ? "after.success_rate" : "success_rate"));
  if (!figure) return tl::unexpected{"--metric: " + figure.error() + '\n'};
  Plan plan{options.file,
            std::move(*grid),
            std::move(*figure),
            options.seed.value_or(experiment->scenario.seed),
            options.replications.value_or(experiment->scenario.replications)};
  if (plan.grid.size() > sweep_runs_max / plan.replications)
    return tl::unexpected{"--vary: more than " + grouped(sweep_runs_max) +
                          " runs; take fewer values or replications\n"};
  for (std::size_t combination = 0; combination < plan.grid.size(); ++combination)
    if (const auto one = experiment_of(plan, combination); !one) return tl::unexpected{one.error()};
  return plan;
}

// ---- showing

report::HeatMap heat_map(const Plan& plan, const std::vector<Cell>& cells) {
  const auto labels = [](const Axis& axis) {
    std::vector<std::string> texts;
    for (const Json& value : axis.values) texts.push_back(variation::label(value));
    return texts;
  };
  const auto& axes = plan.grid.axes();
  report::HeatMap map{plan.figure.name, axes[0].name, axes[1].name, labels(axes[0]), labels(axes[1]), {}};
  for (const Cell& cell : cells) map.values.push_back(cell.mean());
  return map;
}

/// A background from dark to light; the text alone where there are no colours.
std::string shaded(const Terminal& terminal, double shade, const std::string& text) {
  if (!terminal.colours) return text;
  const int grey = 234 + static_cast<int>(shade * 20 + 0.5);
  return "\033[48;5;" + std::to_string(grey) + (grey > 244 ? ";30m" : ";97m") + text + "\033[0m";
}

void print_heat_map(const report::HeatMap& map, const Terminal& terminal, std::ostream& out) {
  std::size_t width = 6;
  std::size_t margin = columns_of(map.row_name);
  for (const std::string& label : map.columns) width = std::max(width, columns_of(label) + 2);
  for (const auto& value : map.values) width = std::max(width, columns_of(report::cell_text(value)) + 2);
  for (const std::string& label : map.rows) margin = std::max(margin, columns_of(label));
  out << std::string(margin + 2, ' ') << paint(terminal, Ink::Dim, map.column_name) << '\n'
      << paint(terminal, Ink::Dim, padded(map.row_name, margin)) << "  ";
  for (const std::string& label : map.columns) out << padded(label, width);
  out << '\n';
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    out << padded(map.rows[row], margin) << "  ";
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
      const auto& value = map.values[row * map.columns.size() + column];
      const std::string text = padded(report::cell_text(value), width);
      out << (value ? shaded(terminal, report::shade_of(map, *value), text) : text);
    }
    out << '\n';
  }
}

void print_rows(const Plan& plan, const std::vector<Cell>& cells, std::ostream& out) {
  std::size_t width = 0;
  for (std::size_t number = 0; number < cells.size(); ++number)
    width = std::max(width, columns_of(plan.grid.text(number)) + 2);
  for (std::size_t number = 0; number < cells.size(); ++number) {
    const Cell& cell = cells[number];
    out << padded(plan.grid.text(number), width) << padded(report::cell_text(cell.mean()), 12)
        << (cell.runs.empty() ? "not run" : verdict_names[static_cast<std::size_t>(cell.verdict())]) << '\n';
  }
}

Json report_of(const Plan& plan, const std::vector<Cell>& cells, const std::string& command) {
  Json axes = Json::array();
  for (const Axis& axis : plan.grid.axes()) axes.push_back({{"name", axis.name}, {"values", axis.values}});
  Json rows = Json::array();
  for (std::size_t number = 0; number < cells.size(); ++number) {
    Json runs = Json::array();
    for (const RunFigures& run : cells[number].runs)
      runs.push_back({{"value", run.value ? Json(*run.value) : Json(nullptr)},
                      {"verdict", verdict_names[static_cast<std::size_t>(run.verdict)]}});
    const auto mean = cells[number].mean();
    rows.push_back({{"combination", plan.grid.combination(number)},
                    {"mean", mean ? Json(*mean) : Json(nullptr)},
                    {"runs", std::move(runs)}});
  }
  return {{"schema", "stepstorm-sweep"},
          {"version", 1},
          {"command", command},
          {"metric", plan.figure.name},
          {"seed", plan.seed},
          {"replications", plan.replications},
          {"axes", std::move(axes)},
          {"cells", std::move(rows)}};
}

std::string command_of(const SweepOptions& options, const Plan& plan) {
  std::string command = "stepstorm sweep " + options.file.string();
  for (const std::string& vary : options.vary) command += " --vary '" + vary + '\'';
  command += " --metric '" + plan.figure.name + "' --seed " + std::to_string(plan.seed);
  if (plan.replications > 1) command += " --replications " + std::to_string(plan.replications);
  return command;
}

/// Empty: all is written.
std::string write_files(const fs::path& folder, const Plan& plan, const std::vector<Cell>& cells, const Json& report) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!write_file(folder / "sweep.json", report.dump(1) + '\n'))
    return "cannot write " + (folder / "sweep.json").string();
  if (plan.grid.axes().size() == 2 && !write_file(folder / "sweep.svg", report::heat_map_svg(heat_map(plan, cells))))
    return "cannot write " + (folder / "sweep.svg").string();
  return {};
}

}  // namespace

int sweep_command(const SweepOptions& options, std::ostream& out, std::ostream& err) {
  const auto plan = plan_of(options);
  if (!plan) {
    err << plan.error() << std::flush;
    return exit_unusable;
  }
  Runs runs{*plan};
  runs.run([&](std::size_t done, std::size_t all) {
    if (options.progress.interactive) err << erase_line << grouped(done) << " of " << counted(all, "run") << std::flush;
  });
  if (options.progress.interactive) err << erase_line << std::flush;

  const std::vector<Cell> cells = runs.cells();
  const Json report = report_of(*plan, cells, command_of(options, *plan));
  if (options.json) {
    out << report.dump(1) << '\n';
  } else {
    out << paint(options.terminal, Ink::Bold, plan->figure.name) << ", mean of " << counted(plan->replications, "run")
        << " each, from seed " << plan->seed << "\n\n";
    if (plan->grid.axes().size() == 2)
      print_heat_map(heat_map(*plan, cells), options.terminal, out);
    else
      print_rows(*plan, cells, out);
    out << std::flush;
  }
  if (options.out)
    if (const std::string complaint = write_files(*options.out, *plan, cells, report); !complaint.empty()) {
      err << "--out: " << complaint << std::endl;
      return exit_unusable;
    }
  if (runs.complete()) return exit_held;
  err << "Interrupted: not all combinations were run." << std::endl;
  return exit_unusable;
}

}  // namespace stepstorm::app
