#include "report/html/sweep_html.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "report/html/charts/heat_map.hpp"
#include "report/html/fields.hpp"
#include "report/html/markup.hpp"
#include "report/html/page.hpp"
#include "report/html/quantity.hpp"
#include "report/html/reproduction.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report::html {
namespace {

/// The verdict on a combination without thresholds, guardrails or a hypothesis.
constexpr const char* undemanded = "nothing demanded";

std::string label_of(const Json& value) {
  const std::string text = text_in(value);
  return text.empty() ? to_text(value) : text;
}

std::vector<std::string> labels_of(const Json& axis) {
  std::vector<std::string> labels;
  for (const Json& value : list_in(axis, "values")) labels.push_back(label_of(value));
  return labels;
}

/// Returns the cell's value on an axis.
std::string value_on(const Json& axis, const Json& cell, std::size_t number) {
  const Json& combination = list_in(cell, "combination");
  const Json& values = list_in(axis, "values");
  if (number >= combination.size() || !combination[number].is_number_unsigned()) return {};
  const auto value = combination[number].get<std::uint64_t>();
  return value < values.size() ? label_of(values[value]) : std::string{};
}

/// Returns the unit of `response_time_ms p(99)`: an aggregation has no unit of its own.
Unit unit_of_figure(std::string_view figure) { return unit_of(figure.substr(0, figure.find(' '))); }

// ---- headline

std::string title_of(const Json& report) {
  const std::string title = text_in(report, "title");
  return title.empty() ? "Sweep" : title;
}

std::string conditions(const Json& report) {
  const double runs = std::max(1.0, count_in(report, "replications"));
  return text_in(report, "state_machine") + " · virtual clock · " +
         counted(static_cast<double>(list_in(report, "cells").size()), "combination") + " of " + counted(runs, "run") +
         " each · from seed " + text_in(report, "seed");
}

Markup contents(const Json& report) {
  Markup links;
  const auto add = [&](const char* target, const char* name) {
    links += element("a", {{"href", target}}, escaped(name)) + trusted("\n");
  };
  if (list_in(report, "axes").size() >= 2) add("#map", "Heat map");
  add("#combinations", "Combinations");
  add("#again", "To repeat it");
  return element("nav", {{"aria-label", "Contents"}}, links);
}

Markup header(const Json& report) {
  const std::string description = text_in(report, "description");
  return element("header",
                 {},
                 paragraph("kicker", "stepstorm · sweep") + element("h1", {}, escaped(title_of(report))) +
                     (description.empty() ? Markup{} : paragraph("description", description)) +
                     paragraph("conditions", conditions(report)) + contents(report)) +
         trusted("\n");
}

std::size_t with_verdict(const Json& report, std::string_view verdict) {
  const Json& cells = list_in(report, "cells");
  return static_cast<std::size_t>(
      std::count_if(cells.begin(), cells.end(), [&](const Json& cell) { return text_in(cell, "verdict") == verdict; }));
}

const Json* extreme(const Json& cells, bool largest) {
  const Json* found = nullptr;
  for (const Json& cell : cells) {
    const auto mean = number_in(cell, "mean");
    if (!mean) continue;
    const double best = found ? *number_in(*found, "mean") : *mean;
    if (!found || (largest ? *mean > best : *mean < best)) found = &cell;
  }
  return found;
}

std::string combination_text(const Json& report, const Json& cell) {
  std::string text;
  std::size_t number = 0;
  for (const Json& axis : list_in(report, "axes"))
    text += (text.empty() ? "" : ", ") + text_in(axis, "name") + ' ' + value_on(axis, cell, number++);
  return text;
}

Markup figure(std::string_view name, const std::string& value, const std::string& note) {
  return division("figure", span("name", name) + span("value", value) + span("control-value", note));
}

Markup figures(const Json& report) {
  const Json& cells = list_in(report, "cells");
  const std::string metric = text_in(report, "metric");
  const Unit unit = unit_of_figure(metric);
  Markup all;
  const bool demanded = with_verdict(report, undemanded) == 0;
  for (const char* verdict : {demanded ? "held" : undemanded, "failed", "violated"})
    all += figure(verdict, count_in_words(static_cast<double>(with_verdict(report, verdict))), "combinations");
  if (const Json* least = extreme(cells, false))
    all += figure("least " + metric, in_words(number_in(*least, "mean"), unit), combination_text(report, *least));
  if (const Json* most = extreme(cells, true))
    all += figure("largest " + metric, in_words(number_in(*most, "mean"), unit), combination_text(report, *most));
  const std::size_t unfinished = with_verdict(report, "");
  const Markup warning =
      unfinished == 0 ? Markup{}
                      : paragraph("warning",
                                  "PARTIAL: interrupted; " + counted(static_cast<double>(unfinished), "combination") +
                                      (unfinished == 1 ? " was" : " were") + " not run");
  return warning + division("figures", all);
}

// ---- heat maps

/// Makes a map whose rows and columns are the last two axes; cells are ordered with the last axis fastest.
HeatMap map_of(const Json& report, std::size_t first, std::size_t count) {
  const Json& axes = list_in(report, "axes");
  const Json& rows = axes[axes.size() - 2];
  const Json& columns = axes[axes.size() - 1];
  HeatMap map{text_in(report, "metric"),
              text_in(rows, "name"),
              text_in(columns, "name"),
              labels_of(rows),
              labels_of(columns),
              {}};
  const Json& cells = list_in(report, "cells");
  for (std::size_t cell = first; cell < first + count; ++cell) map.values.push_back(number_in(cells[cell], "mean"));
  return map;
}

/// Returns the values that all cells of one map share.
std::string held_fixed(const Json& report, const Json& cell) {
  const Json& axes = list_in(report, "axes");
  std::string text;
  for (std::size_t axis = 0; axis + 2 < axes.size(); ++axis)
    text += (axis > 0 ? ", " : "") + text_in(axes[axis], "name") + ' ' + value_on(axes[axis], cell, axis);
  return text;
}

Markup heat_maps(const Json& report) {
  const Json& axes = list_in(report, "axes");
  const Json& cells = list_in(report, "cells");
  if (axes.size() < 2) return {};
  const std::size_t size =
      list_in(axes[axes.size() - 2], "values").size() * list_in(axes[axes.size() - 1], "values").size();
  if (size == 0 || cells.size() % size != 0) return {};
  Markup maps;
  for (std::size_t first = 0; first < cells.size(); first += size) {
    const std::string fixed = held_fixed(report, cells[first]);
    maps += division("map",
                     (fixed.empty() ? Markup{} : element("h3", {}, escaped(fixed))) +
                         trusted(heat_map_svg(map_of(report, first, size))));
  }
  return section(
      "map", "Heat map", maps + paragraph("note", "The mean over the runs of a combination; the lighter, the larger."));
}

// ---- all combinations

Markup verdict_mark(const Json& cell) {
  const std::string verdict = text_in(cell, "verdict");
  if (verdict.empty()) return span("quiet", "not run");
  if (verdict == undemanded) return span("quiet", verdict);
  const Json& runs = list_in(cell, "runs");
  const auto held =
      std::count_if(runs.begin(), runs.end(), [](const Json& run) { return text_in(run, "verdict") == "held"; });
  const std::string of_runs =
      runs.size() > 1 ? ", " + std::to_string(held) + " of " + std::to_string(runs.size()) + " held" : std::string{};
  return mark(verdict == "held", verdict + of_runs);
}

std::vector<Column> columns_of(const Json& report, const std::vector<std::string>& figures) {
  std::vector<Column> columns;
  for (const Json& axis : list_in(report, "axes")) columns.push_back({text_in(axis, "name"), Align::Left});
  columns.push_back({text_in(report, "metric"), Align::Right});
  for (const std::string& figure : figures) columns.push_back({figure, Align::Right});
  columns.push_back({"verdict", Align::Left});
  return columns;
}

/// Returns the figures shown in addition to the requested metric.
std::vector<std::string> figure_names(const Json& report) {
  std::vector<std::string> names;
  const Json& cells = list_in(report, "cells");
  if (cells.empty()) return names;
  for (const auto& [name, value] : object_in(cells.front(), "figures").items())
    if (name != text_in(report, "metric")) names.push_back(name);
  return names;
}

Markup combinations(const Json& report) {
  const auto figures = figure_names(report);
  Table table(columns_of(report, figures));
  for (const Json& cell : list_in(report, "cells")) {
    std::vector<Markup> row;
    std::size_t number = 0;
    for (const Json& axis : list_in(report, "axes")) {
      const Markup value = escaped(value_on(axis, cell, number++));
      row.push_back(row.empty() ? span("narrow", text_in(axis, "name") + ' ') + value : value);  // a card's title
    }
    const std::string metric = text_in(report, "metric");
    row.push_back(element("b", {}, escaped(in_words(number_in(cell, "mean"), unit_of_figure(metric)))));
    for (const std::string& figure : figures)
      row.push_back(escaped(in_words(number_in(object_in(cell, "figures"), figure), unit_of_figure(figure))));
    row.push_back(verdict_mark(cell));
    const std::string verdict = text_in(cell, "verdict");
    table.row(row, verdict.empty() || verdict == "held" || verdict == undemanded ? "" : "failed");
  }
  return section("combinations", "All combinations", table.markup());
}

}  // namespace

std::string render_sweep_html(const Json& report) {
  return page(title_of(report),
              header(report),
              figures(report) + heat_maps(report) + combinations(report) + reproduction_section(report));
}

}  // namespace stepstorm::report::html
