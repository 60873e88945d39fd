#include "report/sweep_report.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

#include "launch/version.hpp"
#include "report/html/charts/heat_map.hpp"
#include "report/html/sweep_html.hpp"
#include "report/json/numbers_json.hpp"
#include "search/variation/values.hpp"
#include "values/json_lines.hpp"
#include "values/words.hpp"

namespace stepstorm::report {
namespace {

namespace fs = std::filesystem;
using variation::Axis;

constexpr std::string_view verdict_names[] = {"nothing demanded", "held", "failed", "violated"};

std::string_view name_of(SweepVerdict verdict) { return verdict_names[static_cast<std::size_t>(verdict)]; }

/// Returns the mean; nullopt unless every run has a value.
std::optional<double> mean_over(const std::vector<RunFigures>& runs,
                                const std::function<std::optional<double>(const RunFigures&)>& of) {
  double sum = 0;
  for (const RunFigures& run : runs) {
    const auto value = of(run);
    if (!value) return std::nullopt;
    sum += *value;
  }
  return runs.empty() ? std::nullopt : std::optional{sum / static_cast<double>(runs.size())};
}

html::HeatMap heat_map(const SweepPlan& plan, const std::vector<SweepCell>& cells) {
  const auto labels = [](const Axis& axis) {
    std::vector<std::string> texts;
    for (const Json& value : axis.values) texts.push_back(variation::label(value));
    return texts;
  };
  const auto& axes = plan.grid.axes();
  html::HeatMap map{plan.figure.name, axes[0].name, axes[1].name, labels(axes[0]), labels(axes[1]), {}};
  for (const SweepCell& cell : cells) map.values.push_back(cell.mean());
  return map;
}

/// Returns the text on a background from dark to light; without colours, the text alone.
std::string shaded(const terminal::Terminal& terminal, double shade, const std::string& text) {
  if (!terminal.colours) return text;
  const int grey = 234 + static_cast<int>(shade * 20 + 0.5);
  return "\xFF[48;5;" + std::to_string(grey) + (grey > 244 ? ";30m" : ";97m") + text + "\xFF[0m";
}

void print_heat_map(const html::HeatMap& map, const terminal::Terminal& terminal, std::ostream& out) {
  std::size_t width = 6;
  std::size_t margin = terminal::columns_of(map.row_name);
  for (const std::string& label : map.columns) width = std::max(width, terminal::columns_of(label) + 2);
  for (const auto& value : map.values) width = std::max(width, terminal::columns_of(html::cell_text(value)) + 2);
  for (const std::string& label : map.rows) margin = std::max(margin, terminal::columns_of(label));
  out << std::string(margin + 2, ' ') << terminal::paint(terminal, terminal::Ink::Dim, map.column_name) << '\n'
      << terminal::paint(terminal, terminal::Ink::Dim, terminal::padded(map.row_name, margin)) << "  ";
  for (const std::string& label : map.columns) out << terminal::padded(label, width);
  out << '\n';
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    out << terminal::padded(map.rows[row], margin) << "  ";
    for (std::size_t column = 0; column < map.columns.size(); ++column) {
      const auto& value = map.values[row * map.columns.size() + column];
      const std::string text = terminal::padded(html::cell_text(value), width);
      out << (value ? shaded(terminal, html::shade_of(map, *value), text) : text);
    }
    out << '\n';
  }
}

void print_rows(const SweepPlan& plan, const std::vector<SweepCell>& cells, std::ostream& out) {
  std::size_t width = 0;
  for (std::size_t number = 0; number < cells.size(); ++number)
    width = std::max(width, terminal::columns_of(plan.grid.text(number)) + 2);
  for (std::size_t number = 0; number < cells.size(); ++number) {
    const SweepCell& one = cells[number];
    out << terminal::padded(plan.grid.text(number), width) << terminal::cell(html::cell_text(one.mean()), 12)
        << (one.runs.empty() ? "not run" : name_of(one.verdict())) << '\n';
  }
}

Json cell_json(const SweepPlan& plan, const SweepCell& cell, std::size_t number) {
  Json runs = Json::array();
  for (const RunFigures& run : cell.runs)
    runs.push_back({{"value", or_null(run.value)}, {"verdict", name_of(run.verdict)}});
  Json figures = Json::object();
  for (std::size_t index = 0; index < figures_of_cells().size(); ++index)
    figures[figures_of_cells()[index].name] = or_null(cell.mean_of(index));
  return {{"combination", plan.grid.combination(number)},
          {"mean", or_null(cell.mean())},
          {"verdict", cell.runs.empty() ? Json(nullptr) : Json(name_of(cell.verdict()))},
          {"figures", std::move(figures)},
          {"runs", std::move(runs)}};
}

}  // namespace

const std::vector<experiment::Figure>& figures_of_cells() {
  static const auto all = [] {
    std::vector<experiment::Figure> figures;
    for (const char* name :
         {"success_rate", "goodput_per_s", "response_time_ms p(50)", "response_time_ms p(99)", "attempts_per_task"})
      figures.push_back(experiment::figure_called(name).value());
    return figures;
  }();
  return all;
}

std::optional<double> SweepCell::mean() const {
  return mean_over(runs, [](const RunFigures& run) { return run.value; });
}

std::optional<double> SweepCell::mean_of(std::size_t figure) const {
  return mean_over(runs, [figure](const RunFigures& run) { return run.figures[figure]; });
}

SweepVerdict SweepCell::verdict() const {
  SweepVerdict worst = SweepVerdict::NothingDemanded;
  for (const RunFigures& run : runs) worst = std::max(worst, run.verdict);
  return worst;
}

void print_cells(const SweepPlan& plan,
                 const std::vector<SweepCell>& cells,
                 const terminal::Terminal& terminal,
                 std::ostream& out) {
  if (plan.grid.axes().size() == 2)
    print_heat_map(heat_map(plan, cells), terminal, out);
  else
    print_rows(plan, cells, out);
}

Json report_of(const SweepPlan& plan, const std::vector<SweepCell>& cells, const std::string& command) {
  Json axes = Json::array();
  for (const Axis& axis : plan.grid.axes()) axes.push_back({{"name", axis.name}, {"values", axis.values}});
  Json rows = Json::array();
  for (std::size_t number = 0; number < cells.size(); ++number) rows.push_back(cell_json(plan, cells[number], number));
  return {{"schema", "stepstorm-sweep"},
          {"version", 1},
          {"title", plan.title},
          {"description", plan.description},
          {"state_machine", plan.state_machine},
          {"command", command},
          {"metric", plan.figure.name},
          {"seed", plan.seed},
          {"replications", plan.replications},
          {"axes", std::move(axes)},
          {"cells", std::move(rows)},
          {"configuration", plan.configuration},
          {"stepstorm_version", launch::version()}};
}

launch::Written write_sweep(const fs::path& folder,
                            const SweepPlan& plan,
                            const std::vector<SweepCell>& cells,
                            const Json& report) {
  std::vector<launch::NamedText> files{{"sweep.json", to_lines(report, 1) + '\n'}};
  if (plan.grid.axes().size() == 2) files.push_back({"sweep.svg", html::heat_map_svg(heat_map(plan, cells))});
  files.push_back({"sweep.html", html::render_sweep_html(report)});
  return launch::write_files(folder, files);
}

}  // namespace stepstorm::report
