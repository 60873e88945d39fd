#include "app/commands/compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/experiment.hpp"
#include "report/report_comparison.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/refuse.hpp"
#include "values/json.hpp"
#include "values/json_lines.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

/// Two reports, what they are called, and what came of them.
struct Outcome {
  const CompareOptions& options;
  const ReportFile& a;
  const ReportFile& b;
  ReportComparison comparison;
};

std::size_t count(const ReportComparison& comparison, Change change) {
  return static_cast<std::size_t>(std::count_if(comparison.metrics.begin(),
                                                comparison.metrics.end(),
                                                [&](const ComparedMetric& metric) { return metric.change == change; }));
}

// ---- text

/// Four significant digits, and no exponent.
std::string number(double value, bool with_sign = false) {
  const double digits_before_point = value == 0 ? 4 : std::floor(std::log10(std::abs(value))) + 1;
  const int decimals = static_cast<int>(std::clamp(4 - digits_before_point, 0.0, 9.0));
  std::array<char, 340> text{};
  std::snprintf(text.data(), text.size(), with_sign ? "%+.*f" : "%.*f", decimals, value);
  return text.data();
}

std::string difference_text(const ComparedMetric& metric, double confidence) {
  const auto difference = metric.difference();
  if (!difference) return "-";
  if (*difference == 0) return "0";
  return number(*difference, true) + (metric.test ? " ± " + number(metric.test->half_width(confidence)) : "");
}

std::string relative_text(const ComparedMetric& metric) {
  const auto relative = metric.relative();
  if (!relative) return "-";
  std::array<char, 340> text{};
  std::snprintf(text.data(), text.size(), *relative == 0 ? "%.0f %%" : "%+.1f %%", *relative * 100);
  return text.data();
}

std::string level(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%g %%", share * 100);
  return text.data();
}

std::string test_text(const Outcome& outcome) {
  const auto runs_of_a = outcome.a.seeds.size();
  const auto runs_of_b = outcome.b.seeds.size();
  const std::string at = ", " + level(outcome.options.confidence) + " for all verdicts together";
  switch (outcome.comparison.test) {
    case Test::Paired: return "paired t-test over " + counted(runs_of_a, "pair") + " of runs with the same seeds" + at;
    case Test::Welch:
      return "Welch's t-test over " + counted(runs_of_a, "run") + " and " + counted(runs_of_b, "run") + at;
    case Test::None: break;
  }
  if (runs_of_a == 1 && runs_of_b == 1)
    return "one run each: nothing can be said about significance, these are differences only";
  return std::string("one run of ") + (runs_of_a == 1 ? "A" : "B") +
         ": nothing can be said about significance, these are differences only";
}

using Row = std::vector<std::string>;

Row row_of(const ComparedMetric& metric, double confidence) {
  const auto mean = [](const std::optional<double>& value) { return value ? number(*value) : std::string("-"); };
  return {metric.name,
          mean(metric.a),
          mean(metric.b),
          difference_text(metric, confidence),
          relative_text(metric),
          std::string(name_of(metric.change))};
}

std::string aligned(const Row& row, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t column = 0; column < row.size(); ++column)
    line += padded(row[column], widths[column]) + (column + 1 < row.size() ? "  " : "");
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows)
    for (std::size_t column = 0; column < row.size(); ++column)
      widths[column] = std::max(widths[column], columns_of(row[column]));
  return widths;
}

std::optional<Ink> ink_of(Change change) {
  switch (change) {
    case Change::Better: return Ink::Good;
    case Change::Worse: return Ink::Bad;
    case Change::Higher:
    case Change::Lower: return Ink::Accent;
    case Change::Same:
    case Change::NotSignificant:
    case Change::NotComparable: return Ink::Dim;
    case Change::Untested: break;
  }
  return std::nullopt;
}

void print_table(const Outcome& outcome, std::ostream& out) {
  const Terminal& terminal = outcome.options.terminal;
  std::vector<Row> rows{{"metric", "A", "B", "B - A", "relative", "verdict"}};
  if (outcome.comparison.test == Test::None) rows.front().back().clear();
  for (const ComparedMetric& metric : outcome.comparison.metrics)
    rows.push_back(row_of(metric, outcome.options.confidence));
  const auto widths = widths_of(rows);
  out << paint(terminal, Ink::Bold, aligned(rows.front(), widths)) << '\n';
  for (std::size_t index = 0; index < outcome.comparison.metrics.size(); ++index) {
    const std::string line = aligned(rows[index + 1], widths);
    const auto ink = ink_of(outcome.comparison.metrics[index].change);
    out << (ink ? paint(terminal, *ink, line) : line) << '\n';
  }
}

void print_text(const Outcome& outcome, std::ostream& out) {
  const auto heading = [&](const char* side, const std::filesystem::path& file, const ReportFile& report) {
    out << side << "  " << on_one_line(file.string() + (report.title.empty() ? "" : ": " + report.title)) << '\n';
  };
  heading("A", outcome.options.a, outcome.a);
  heading("B", outcome.options.b, outcome.b);
  if (outcome.a.measured_s != outcome.b.measured_s)
    out << "A was measured for " << number(outcome.a.measured_s) << " s and B for " << number(outcome.b.measured_s)
        << " s: counts differ by that alone\n";
  out << test_text(outcome) << "\n\n";
  print_table(outcome, out);
  if (outcome.comparison.test == Test::None) return;
  out << '\n'
      << count(outcome.comparison, Change::Better) << " better, " << count(outcome.comparison, Change::Worse)
      << " worse\n";
}

// ---- JSON

Json json_of(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json json_of(const ComparedMetric& metric, double confidence) {
  Json json{{"metric", metric.name},
            {"a", json_of(metric.a)},
            {"b", json_of(metric.b)},
            {"difference", json_of(metric.difference())},
            {"relative", json_of(metric.relative())}};
  if (metric.test) {
    json["half_width"] = metric.test->half_width(confidence);
    json["p_value"] = metric.test->p_value;
    json["adjusted_p_value"] = metric.adjusted_p_value;
  }
  if (metric.change != Change::Untested) json["verdict"] = name_of(metric.change);
  return json;
}

Json json_of(const std::filesystem::path& file, const ReportFile& report) {
  return {{"file", file.string()},
          {"title", report.title},
          {"runs", report.seeds.size()},
          {"measured_s", report.measured_s}};
}

void print_json(const Outcome& outcome, std::ostream& out) {
  constexpr std::array<const char*, 3> tests{"none", "welch", "paired"};
  Json metrics = Json::array();
  for (const ComparedMetric& metric : outcome.comparison.metrics)
    metrics.push_back(json_of(metric, outcome.options.confidence));
  const Json json{{"stepstorm", "report comparison"},
                  {"version", 1},
                  {"a", json_of(outcome.options.a, outcome.a)},
                  {"b", json_of(outcome.options.b, outcome.b)},
                  {"test", tests[static_cast<std::size_t>(outcome.comparison.test)]},
                  {"confidence", outcome.options.confidence},
                  {"better", count(outcome.comparison, Change::Better)},
                  {"worse", count(outcome.comparison, Change::Worse)},
                  {"metrics", std::move(metrics)}};
  out << to_lines(json, 2) << '\n';
}

}  // namespace

int compare_command(const CompareOptions& options, std::ostream& out, std::ostream& err) {
  const auto a = load_report(options.a);
  if (!a) return refuse(err, a.error(), exit_unusable);
  const auto b = load_report(options.b);
  if (!b) return refuse(err, b.error(), exit_unusable);
  const Outcome outcome{options, *a, *b, compare(*a, *b, options.confidence)};
  if (options.json)
    print_json(outcome, out);
  else
    print_text(outcome, out);
  return count(outcome.comparison, Change::Worse) > 0 ? exit_demand_failed : exit_held;
}

}  // namespace stepstorm::app
