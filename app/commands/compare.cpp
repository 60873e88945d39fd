#include "app/commands/compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/experiment.hpp"
#include "config/reader.hpp"
#include "report/checks.hpp"
#include "report/html/compare_html.hpp"
#include "report/html/quantity.hpp"
#include "report/report_comparison.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/refuse.hpp"
#include "values/json.hpp"
#include "values/json_lines.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

/// Two reports, their names, and the comparison.
struct Outcome {
  const CompareOptions& options;
  const report::ReportFile& a;
  const report::ReportFile& b;
  report::ReportComparison comparison;
};

std::size_t count(const report::ReportComparison& comparison, report::Change change) {
  return static_cast<std::size_t>(
      std::count_if(comparison.metrics.begin(), comparison.metrics.end(), [&](const report::ComparedMetric& metric) {
        return metric.change == change;
      }));
}

// ---- text

/// Formats four significant digits, without an exponent.
std::string number(double value, bool with_sign = false) {
  const double digits_before_point = value == 0 ? 4 : std::floor(std::log10(std::abs(value))) + 1;
  const int decimals = static_cast<int>(std::clamp(4 - digits_before_point, 0.0, 9.0));
  std::array<char, 340> text{};
  std::snprintf(text.data(), text.size(), with_sign ? "%+.*f" : "%.*f", decimals, value);
  return text.data();
}

/// The unit and the precision of a metric's numbers: `64.20 ms`, `1.204 s`, `99.98 %`, `$8.980`.
struct Scale {
  double factor = 1;
  std::string before = {};
  std::string after = {};
};

Scale scale_of(const std::string& metric, double largest) {
  switch (report::html::unit_of(metric)) {
    case report::html::Unit::Milliseconds:
      if (largest >= 3'600'000) return {1 / 3'600'000.0, "", " h"};
      if (largest >= 60'000) return {1 / 60'000.0, "", " min"};
      return largest >= 1000 ? Scale{1 / 1000.0, "", " s"} : Scale{1, "", " ms"};
    case report::html::Unit::Share: return {100, "", " %"};
    case report::html::Unit::Dollars: return {1, "$", ""};
    case report::html::Unit::PerSecond: return {1, "", " /s"};
    case report::html::Unit::Seconds: return {1, "", " s"};
    case report::html::Unit::Number: return {};
  }
  return {};
}

/// Returns one scale for both sides and their difference.
Scale scale_of(const report::ComparedMetric& metric) {
  return scale_of(metric.name, std::max(std::abs(metric.a.value_or(0)), std::abs(metric.b.value_or(0))));
}

std::string amount(double value, const Scale& scale) {
  return scale.before + number(value * scale.factor) + scale.after;
}

std::string difference_text(const report::ComparedMetric& metric, double confidence) {
  const auto difference = metric.difference();
  if (!difference) return "-";
  if (*difference == 0) return "0";
  const Scale scale = scale_of(metric);
  const std::string half =
      metric.test ? " ± " + number(metric.test->half_width(confidence) * scale.factor) : std::string{};
  return number(*difference * scale.factor, true) + half + (scale.after == " %" ? " points" : scale.after);
}

std::string relative_text(const report::ComparedMetric& metric) {
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
    case report::Test::Paired:
      return "paired t-test over " + counted(runs_of_a, "pair") + " of runs with the same seeds" + at;
    case report::Test::Welch:
      return "Welch's t-test over " + counted(runs_of_a, "run") + " and " + counted(runs_of_b, "run") + at;
    case report::Test::None: break;
  }
  if (runs_of_a == 1 && runs_of_b == 1)
    return "one run each: nothing can be said about significance, these are differences only";
  return std::string("one run of ") + (runs_of_a == 1 ? "A" : "B") +
         ": nothing can be said about significance, these are differences only";
}

using Row = std::vector<std::string>;

Row row_of(const report::ComparedMetric& metric, double confidence) {
  const Scale scale = scale_of(metric);
  const auto mean = [&](const std::optional<double>& value) {
    return value ? amount(*value, scale) : std::string("-");
  };
  return {metric.name,
          mean(metric.a),
          mean(metric.b),
          difference_text(metric, confidence),
          relative_text(metric),
          std::string(report::name_of(metric.change))};
}

std::string aligned(const Row& row, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t column = 0; column < row.size(); ++column)
    line += terminal::padded(row[column], widths[column]) + (column + 1 < row.size() ? "  " : "");
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows)
    for (std::size_t column = 0; column < row.size(); ++column)
      widths[column] = std::max(widths[column], terminal::columns_of(row[column]));
  return widths;
}

std::optional<terminal::Ink> ink_of(report::Change change) {
  switch (change) {
    case report::Change::Better: return terminal::Ink::Good;
    case report::Change::Worse: return terminal::Ink::Bad;
    case report::Change::Higher:
    case report::Change::Lower: return terminal::Ink::Accent;
    case report::Change::Same:
    case report::Change::NotSignificant:
    case report::Change::WithinMargin:
    case report::Change::NotComparable: return terminal::Ink::Dim;
    case report::Change::Untested: break;
  }
  return std::nullopt;
}

void print_table(const Outcome& outcome, std::ostream& out) {
  const terminal::Terminal& terminal = outcome.options.terminal;
  std::vector<Row> rows{{"metric", "A", "B", "B - A", "relative", "verdict"}};
  if (outcome.comparison.test == report::Test::None) rows.front().back().clear();
  for (const report::ComparedMetric& metric : outcome.comparison.metrics)
    rows.push_back(row_of(metric, outcome.options.confidence));
  const auto widths = widths_of(rows);
  out << terminal::paint(terminal, terminal::Ink::Bold, aligned(rows.front(), widths)) << '\n';
  for (std::size_t index = 0; index < outcome.comparison.metrics.size(); ++index) {
    const std::string line = aligned(rows[index + 1], widths);
    const auto ink = ink_of(outcome.comparison.metrics[index].change);
    out << (ink ? terminal::paint(terminal, *ink, line) : line) << '\n';
  }
}

void print_text(const Outcome& outcome, std::ostream& out) {
  const auto heading = [&](const char* side, const std::filesystem::path& file, const report::ReportFile& report) {
    out << side << "  " << on_one_line(file.string() + (report.title.empty() ? "" : ": " + report.title)) << '\n';
  };
  heading("A", outcome.options.a, outcome.a);
  heading("B", outcome.options.b, outcome.b);
  if (outcome.a.measured_s != outcome.b.measured_s)
    out << "A was measured for " << number(outcome.a.measured_s) << " s and B for " << number(outcome.b.measured_s)
        << " s: counts differ by that alone\n";
  out << test_text(outcome) << "\n\n";
  print_table(outcome, out);
  if (outcome.comparison.test == report::Test::None) return;
  out << '\n'
      << count(outcome.comparison, report::Change::Better) << " better, "
      << count(outcome.comparison, report::Change::Worse) << " worse\n";
}

// ---- JSON

Json json_of(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json json_of(const report::ComparedMetric& metric, double confidence) {
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
  if (metric.change != report::Change::Untested) json["verdict"] = report::name_of(metric.change);
  return json;
}

Json json_of(const std::filesystem::path& file, const report::ReportFile& report) {
  return {{"file", file.string()},
          {"title", report.title},
          {"runs", report.seeds.size()},
          {"measured_s", report.measured_s}};
}

Json json_of(const Outcome& outcome) {
  constexpr std::array<const char*, 3> tests{"none", "welch", "paired"};
  Json metrics = Json::array();
  for (const report::ComparedMetric& metric : outcome.comparison.metrics)
    metrics.push_back(json_of(metric, outcome.options.confidence));
  return {{"stepstorm", "report comparison"},
          {"version", 1},
          {"a", json_of(outcome.options.a, outcome.a)},
          {"b", json_of(outcome.options.b, outcome.b)},
          {"test", tests[static_cast<std::size_t>(outcome.comparison.test)]},
          {"confidence", outcome.options.confidence},
          {"margin", outcome.options.margin},
          {"judged", outcome.options.metrics},
          {"words", test_text(outcome)},
          {"better", count(outcome.comparison, report::Change::Better)},
          {"worse", count(outcome.comparison, report::Change::Worse)},
          {"metrics", std::move(metrics)}};
}

// ---- checks

report::Check::Result result_of(report::Change change) {
  switch (change) {
    case report::Change::Worse: return report::Check::Result::Failed;
    case report::Change::Untested:
    case report::Change::NotComparable: return report::Check::Result::Undecided;
    case report::Change::Better:
    case report::Change::Higher:
    case report::Change::Lower:
    case report::Change::Same:
    case report::Change::NotSignificant:
    case report::Change::WithinMargin: return report::Check::Result::Held;
  }
  return report::Check::Result::Undecided;
}

std::string command_of(const CompareOptions& options) {
  std::string command = "stepstorm compare " + shell_word(options.a.string()) + ' ' + shell_word(options.b.string());
  for (const std::string& metric : options.metrics) command += " --metric " + shell_quoted(metric);
  return options.margin > 0 ? command + " --margin " + number(options.margin * 100) + "%" : command;
}

report::CheckList checks_of(const Outcome& outcome) {
  const std::size_t worse = count(outcome.comparison, report::Change::Worse);
  report::CheckList list{.title = outcome.a.title + " -> " + outcome.b.title,
                         .held = worse == 0,
                         .verdict = worse == 0 ? "nothing is worse" : counted(worse, "metric") + " worse",
                         .command = command_of(outcome.options),
                         .partial = {},
                         .checks = {}};
  for (const report::ComparedMetric& metric : outcome.comparison.metrics) {
    const Row row = row_of(metric, outcome.options.confidence);
    list.checks.push_back({"comparison",
                           metric.name,
                           result_of(metric.change),
                           row[1] + " -> " + row[2] + ": " + row[3] + (row[5].empty() ? "" : ", " + row[5]),
                           {}});
  }
  return list;
}

/// Resolves names of metrics. The error names one that is in neither report.
tl::expected<report::Focus, std::string> focus_of(const CompareOptions& options,
                                                  const report::ReportFile& a,
                                                  const report::ReportFile& b) {
  for (const std::string& name : options.metrics) {
    if (!report::metrics_called(name, a, b).empty()) continue;
    std::vector<std::string_view> known;
    for (const report::Series& series : a.series) known.push_back(series.metric);
    return tl::unexpected{"--metric: neither report has '" + name + "'; " + config::suggestion(name, known)};
  }
  return report::Focus{options.metrics, options.margin};
}

/// Checks that all requested files can be written.
launch::Written try_reports(const CompareOptions& options) {
  if (options.html)
    if (const auto tried = launch::try_file(*options.html); !tried) return tl::unexpected{"--html: " + tried.error()};
  return report::try_side_reports(options.side);
}

launch::Written write_reports(const Outcome& outcome) {
  const CompareOptions& options = outcome.options;
  if (options.html)
    if (const auto written = launch::write_file(*options.html, report::html::render_compare_html(json_of(outcome)));
        !written)
      return tl::unexpected{"--html: " + written.error()};
  return report::write_side_reports(options.side, checks_of(outcome));
}

}  // namespace

int compare_command(const CompareOptions& options, std::ostream& out, std::ostream& err) {
  auto a = report::load_report(options.a);
  if (!a) return terminal::refuse(err, a.error(), terminal::exit_unusable);
  auto b = report::load_report(options.b);
  if (!b) return terminal::refuse(err, b.error(), terminal::exit_unusable);
  report::call_alike(*a, *b);
  const auto focus = focus_of(options, *a, *b);
  if (!focus) return terminal::refuse(err, focus.error(), terminal::exit_unusable);
  if (const auto tried = try_reports(options); !tried)
    return terminal::refuse(err, tried.error(), terminal::exit_unusable);
  const Outcome outcome{options, *a, *b, report::compare(*a, *b, options.confidence, *focus)};
  const auto written = write_reports(outcome);
  if (options.json)
    out << to_lines(json_of(outcome), 2) << '\n';
  else
    print_text(outcome, out);
  if (!written) return terminal::refuse(err, written.error(), terminal::exit_unusable);
  return count(outcome.comparison, report::Change::Worse) > 0 ? terminal::exit_demand_failed : terminal::exit_held;
}

}  // namespace stepstorm::app
