#include "report/html/comparison.hpp"

#include <vector>

#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report::html {
namespace {

// ---- of several replications

Markup interval(const Json& of, Unit unit) {
  const auto mean = number_in(of, "mean");
  if (!mean) return escaped("–");
  const auto half_width = number_in(of, "half_width_95");
  return escaped(in_words(mean, unit)) +
         (half_width ? span("margin", ' ' + margin_in_words(*half_width, unit)) : Markup{});
}

Markup difference(const Json& of, Unit unit) {
  const auto mean = number_in(of, "mean");
  if (!mean) return escaped("–");
  const auto half_width = number_in(of, "half_width_95");
  return escaped(difference_in_words(*mean, unit)) +
         (half_width ? span("margin", ' ' + margin_in_words(*half_width, unit)) : Markup{});
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
  std::vector<std::string> path;    // into a run
  bool is_zero_if_missing = false;  // a missing member of an existing run means 0
};

struct Group {
  std::string title;
  std::vector<Figure> figures;
};

const Json& at(const Json& run, const std::vector<std::string>& path) {
  const Json* value = &run;
  for (const std::string& name : path) value = &member(*value, name);
  return *value;
}

std::optional<double> value_of(const Figure& figure, const Json& run) {
  const auto value = number_in(at(run, figure.path));
  return !value && figure.is_zero_if_missing && run.is_object() ? 0 : value;
}

/// Returns a figure for every number in a member of a run.
std::vector<Figure> members_of(const Json& run, const std::string& name) {
  std::vector<Figure> figures;
  for (const auto& [metric, value] : object_in(run, name).items())
    if (value.is_number()) figures.push_back({metric_in_words(metric), unit_of(metric), {name, metric}});
  return figures;
}

Group executions(const Json& run, const std::string& nouns) {
  Group group{capitalised(nouns), members_of(run, "orders")};
  group.figures.push_back({"success rate", Unit::Share, {"success_rate"}});
  group.figures.push_back({"goodput", Unit::PerSecond, {"throughput_per_s"}});
  group.figures.push_back({"open, mean", Unit::Number, {"open_mean"}});
  group.figures.push_back({"open, most", Unit::Number, {"open_max"}});
  return group;
}

Group work(const Json& run) {
  Group group{"Work", members_of(run, "counters")};
  group.figures.push_back({"attempts per task", Unit::Number, {"attempts_per_task"}});
  return group;
}

Group cost(const Json& run, const std::string& nouns) {
  return {"Cost, " + text_in(member(run, "cost"), "region"),
          {{"in all", Unit::Dollars, {"dollars"}},
           {"state transitions", Unit::Dollars, {"cost", "transitions"}},
           {"Express requests", Unit::Dollars, {"cost", "requests"}},
           {"Express time and memory", Unit::Dollars, {"cost", "time_and_memory"}},
           {"Lambda", Unit::Dollars, {"cost", "functions"}},
           {"a million " + nouns, Unit::Dollars, {"cost", "per_million"}},
           {"30 days of this load", Unit::Dollars, {"cost", "per_30_days"}}}};
}

Group resource(const std::string& name) {
  return {"Resource " + name,
          {{"utilisation", Unit::Share, {"resources", name, "utilisation"}},
           {"queue, mean", Unit::Number, {"resources", name, "queue_mean"}},
           {"queue, most", Unit::Number, {"resources", name, "queue_max"}},
           {"waiting, mean", Unit::Milliseconds, {"resources", name, "waiting", "mean_ms"}},
           {"waiting, p99", Unit::Milliseconds, {"resources", name, "waiting", "p99_ms"}}}};
}

std::vector<Group> groups_of(const Json& run, const std::string& nouns) {
  std::vector<Group> groups{
      executions(run, nouns), {"Response time", members_of(run, "response")}, work(run), cost(run, nouns)};
  for (const auto& [name, ignored] : object_in(run, "resources").items()) groups.push_back(resource(name));
  return groups;
}

/// Returns "+18 %", or "× 12" for several times as much.
std::string relation(double experiment, double control) {
  if (experiment / control >= 3) return "× " + in_words(experiment / control, Unit::Number);
  const double more = experiment / control - 1;
  return (more > 0 ? "+" : "") + in_words(more, Unit::Share);
}

/// Returns "+12 ms (+30 %)".
Markup difference(double experiment, double control, Unit unit) {
  const double gap = experiment - control;
  if (gap == 0) return span("zero", "same");
  Markup words = escaped(difference_in_words(gap, unit));
  if (control > 0 && unit != Unit::Share) words += span("margin", " (" + relation(experiment, control) + ")");
  return words;
}

std::vector<Column> columns(const std::string& first, bool has_control) {
  if (!has_control) return {{first}, {"experiment", Align::Right}};
  return {{first}, {"experiment", Align::Right}, {"control", Align::Right}, {"difference", Align::Right}};
}

/// Leaves out figures that are absent or 0 in both runs, and groups without any other figure.
Markup group_table(const Group& group, const Json& experiment, const Json& control) {
  const bool has_control = control.is_object();
  Table table(columns(group.title, has_control), WhenNarrow::Table);
  bool is_empty = true;
  for (const Figure& figure : group.figures) {
    const auto here = value_of(figure, experiment);
    const auto there = value_of(figure, control);
    if (here.value_or(0) == 0 && there.value_or(0) == 0) continue;
    is_empty = false;
    std::vector<Markup> cells{escaped(figure.name), escaped(in_words(here, figure.unit))};
    if (has_control) {
      cells.push_back(escaped(in_words(there, figure.unit)));
      cells.push_back(here && there ? difference(*here, *there, figure.unit) : escaped("–"));
    }
    table.row(cells);
  }
  return is_empty ? Markup{} : division("group", table.markup());
}

Group errors(const Json& experiment, const Json& control) {
  Group group{"Error of executions", members_of(experiment, "errors")};
  for (const Figure& figure : members_of(control, "errors"))
    if (!object_in(experiment, "errors").contains(figure.path.back())) group.figures.push_back(figure);
  for (Figure& figure : group.figures)
    figure = {figure.path.back(), Unit::Number, figure.path, true};  // names are no metrics
  return group;
}

Markup groups_table(const Json& experiment, const Json& control, const std::string& nouns) {
  Markup tables;
  for (const Group& group : groups_of(experiment, nouns)) tables += group_table(group, experiment, control);
  tables += group_table(errors(experiment, control), experiment, control);
  return tables.empty() ? paragraph("quiet", "Nothing happened.") : division("groups", tables);
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
                    groups_table(experiment, control, nouns_in(report)));
  return section("comparison", title, content);
}

}  // namespace stepstorm::report::html
