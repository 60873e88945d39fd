#include "report/comparison.hpp"

#include <vector>

#include "report/fields.hpp"
#include "report/quantity.hpp"
#include "report/table.hpp"

namespace stepstorm::report {
namespace {

// ---- of several replications

Markup interval(const Json& of, Unit unit) {
  const auto mean = number_in(of, "mean");
  if (!mean) return escaped("–");
  const auto half_width = number_in(of, "half_width_95");
  return escaped(in_words(mean, unit)) + (half_width ? span("margin", " ± " + in_words(*half_width, unit)) : Markup{});
}

Markup difference(const Json& of, Unit unit) {
  const auto mean = number_in(of, "mean");
  if (!mean) return escaped("–");
  const auto half_width = number_in(of, "half_width_95");
  return escaped(difference_in_words(*mean, unit)) +
         (half_width ? span("margin", " ± " + in_words(*half_width, unit)) : Markup{});
}

Markup significance(const Json& difference) {
  const Json& significant = member(difference, "significant");
  if (!significant.is_boolean()) return escaped("–");
  return significant == true ? element("b", {}, escaped("● differs")) : span("zero", "○ may be chance");
}

Markup intervals_table(const Json& intervals) {
  Table table({{"mean of replications"},
               {"experiment", Align::Right},
               {"control", Align::Right},
               {"difference", Align::Right},
               {"at 95 %"}});
  for (const Json& row : intervals) {
    const std::string metric = text_in(row, "metric");
    const Unit unit = unit_of(metric);
    const Json& gap = member(row, "difference");
    table.row({escaped(metric_in_words(metric)),
               interval(member(row, "experiment"), unit),
               interval(member(row, "control"), unit),
               difference(gap, unit),
               significance(gap)});
  }
  return table.markup();
}

// ---- of one run each

struct Figure {
  std::string name;
  Unit unit = Unit::Number;
  std::vector<std::string> path;
};

const Json& at(const Json& run, const std::vector<std::string>& path) {
  const Json* value = &run;
  for (const std::string& name : path) value = &member(*value, name);
  return *value;
}

/// A figure for every number in a member of a run.
void add_members(const Json& run, const std::string& name, std::vector<Figure>& figures) {
  for (const auto& [metric, value] : object_in(run, name).items())
    if (value.is_number()) figures.push_back({name + ' ' + metric_in_words(metric), unit_of(metric), {name, metric}});
}

void add_resources(const Json& run, std::vector<Figure>& figures) {
  for (const auto& [name, ignored] : object_in(run, "resources").items()) {
    figures.push_back({name + " utilisation", Unit::Share, {"resources", name, "utilisation"}});
    figures.push_back({name + " queue, mean", Unit::Number, {"resources", name, "queue_mean"}});
    figures.push_back({name + " queue, most", Unit::Number, {"resources", name, "queue_max"}});
    figures.push_back({name + " waiting, mean", Unit::Milliseconds, {"resources", name, "waiting", "mean_ms"}});
    figures.push_back({name + " waiting, p99", Unit::Milliseconds, {"resources", name, "waiting", "p99_ms"}});
  }
}

std::vector<Figure> figures_of(const Json& run) {
  std::vector<Figure> figures;
  add_members(run, "orders", figures);
  figures.push_back({"success rate", Unit::Share, {"success_rate"}});
  figures.push_back({"goodput", Unit::PerSecond, {"throughput_per_s"}});
  add_members(run, "response", figures);
  figures.push_back({"open executions, mean", Unit::Number, {"open_mean"}});
  figures.push_back({"open executions, most", Unit::Number, {"open_max"}});
  add_resources(run, figures);
  add_members(run, "counters", figures);
  figures.push_back({"attempts per task", Unit::Number, {"attempts_per_task"}});
  figures.push_back({"cost", Unit::Dollars, {"dollars"}});
  return figures;
}

/// "+12 ms (+30 %)"
Markup difference(double experiment, double control, Unit unit) {
  const double gap = experiment - control;
  if (gap == 0) return span("zero", "same");
  Markup words = escaped(difference_in_words(gap, unit));
  if (control != 0 && unit != Unit::Share) {
    const std::string sign = gap / control > 0 ? "+" : "";
    words += span("margin", " (" + sign + in_words(gap / control, Unit::Share) + ")");
  }
  return words;
}

Markup runs_table(const Json& experiment, const Json& control) {
  const bool has_control = control.is_object();
  std::vector<Column> columns{{"figure"}, {"experiment", Align::Right}};
  if (has_control) columns.insert(columns.end(), {{"control", Align::Right}, {"difference", Align::Right}});
  Table table(columns);
  for (const Figure& figure : figures_of(experiment)) {
    const auto here = number_in(at(experiment, figure.path));
    const auto there = number_in(at(control, figure.path));
    if (!here && !there) continue;
    std::vector<Markup> cells{escaped(figure.name), escaped(in_words(here, figure.unit))};
    if (has_control) {
      cells.push_back(escaped(in_words(there, figure.unit)));
      cells.push_back(here && there ? difference(*here, *there, figure.unit) : escaped("–"));
    }
    table.row(cells);
  }
  return table.markup();
}

Markup errors_table(const Json& experiment, const Json& control) {
  const Json& here = object_in(experiment, "errors");
  const Json& there = object_in(control, "errors");
  if (here.empty() && there.empty()) return paragraph("quiet", "Nothing failed.");
  Table table({{"error"}, {"experiment", Align::Right}, {"control", Align::Right}});
  const auto row = [&](const std::string& name) {
    table.row({escaped(name),
               escaped(count_in_words(count_in(here, name))),
               escaped(control.is_object() ? count_in_words(count_in(there, name)) : "–")});
  };
  for (const auto& [name, ignored] : here.items()) row(name);
  for (const auto& [name, ignored] : there.items())
    if (!here.contains(name)) row(name);
  return table.markup();
}

Markup part(std::string_view title, const Markup& content) {
  return division("part", element("h3", {}, escaped(title)) + content);
}

}  // namespace

Markup comparison_section(const Json& report) {
  const Json& experiment = member(report, "experiment");
  const Json& control = member(report, "control");
  const Json& intervals = list_in(report, "intervals");
  const std::string_view title = control.is_object() ? "Experiment against control" : "Figures";
  Markup content;
  if (!control.is_object()) content += paragraph("quiet", "There was no control run.");
  if (!intervals.empty()) content += part("All replications", intervals_table(intervals));
  if (experiment.is_object())
    content += part(intervals.empty() ? "All figures" : "All figures of the first replication",
                    runs_table(experiment, control)) +
               part("Errors of executions", errors_table(experiment, control));
  return section("comparison", title, content);
}

}  // namespace stepstorm::report
