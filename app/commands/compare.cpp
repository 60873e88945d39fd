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

/// What a metric's numbers are shown in: `64.20 ms`, `1.204 s`, `99.98 %`, `$8.980`.
struct Scale {
  double factor = 1;
  std::string before = {};
  std::string after = {};
};

Scale scale_of(const std::string& metric, double largest) {
  switch (report::unit_of(metric)) {
    case report::Unit::Milliseconds:
      if (largest >= 3'600'000) return {1 / 3'600'000.0, "", " h"};
      if (largest >= 60'000) return {1 / 60'000.0, "", " min"};
      return largest >= 1000 ? Scale{1 / 1000.0, "", " s"} : Scale{1, "", " ms"};
    case report::Unit::Share: return {100, "", " %"};
    case report::Unit::Dollars: return {1, "$", ""};
    case report::Unit::PerSecond: return {1, "", " /s"};
    case report::Unit::Seconds: return {1, "", " s"};
    case report::Unit::Number: return {};
  }
  return {};
}

/// The same for both sides and their difference.
Scale scale_of(const ComparedMetric& metric) {
  return scale_of(metric.name, std::max(std::abs(metric.a.value_or(0)), std::abs(metric.b.value_or(0))));
}

std::string amount(double value, const Scale& scale) {
  return scale.before + number(value * scale.factor) + scale.after;
}

std::string difference_text(const ComparedMetric& metric, double confidence) {
  const auto difference = metric.difference();
  if (!difference) return "-";
  if (*difference == 0) return "0";
  const Scale scale = scale_of(metric);
  const std::string half =
      metric.test ? " ± " + number(metric.test->half_width(confidence) * scale.factor) : std::string{};
  return number(*difference * scale.factor, true) + half + (scale.after == " %" ? " points" : scale.after);
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
  const Scale scale = scale_of(metric);
  const auto mean = [&](const std::optional<double>& value) {
    return value ? amount(*value, scale) : std::string("-");
  };
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
    case Change::WithinMargin:
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

Json json_of(const Outcome& outcome) {
  constexpr std::array<const char*, 3> tests{"none", "welch", "paired"};
  Json metrics = Json::array();
  for (const ComparedMetric& metric : outcome.comparison.metrics)
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
          {"better", count(outcome.comparison, Change::Better)},
          {"worse", count(outcome.comparison, Change::Worse)},
          {"metrics", std::move(metrics)}};
}

// ---- checks

Check::Result result_of(Change change) {
  switch (change) {
    case Change::Worse: return Check::Result::Failed;
    case Change::Untested:
    case Change::NotComparable: return Check::Result::Undecided;
    case Change::Better:
    case Change::Higher:
    case Change::Lower:
    case Change::Same:
    case Change::NotSignificant:
    case Change::WithinMargin: return Check::Result::Held;
  }
  return Check::Result::Undecided;
}

std::string command_of(const CompareOptions& options) {
  std::string command = "stepstorm compare " + shell_word(options.a.string()) + ' ' + shell_word(options.b.string());
  for (const std::string& metric : options.metrics) command += " --metric " + shell_quoted(metric);
  return options.margin > 0 ? command + " --margin " + number(options.margin * 100) + "%" : command;
}

CheckList checks_of(const Outcome& outcome) {
  const std::size_t worse = count(outcome.comparison, Change::Worse);
  CheckList list{.title = outcome.a.title + " -> " + outcome.b.title,
                 .held = worse == 0,
                 .verdict = worse == 0 ? "nothing is worse" : counted(worse, "metric") + " worse",
                 .command = command_of(outcome.options),
                 .partial = {},
                 .checks = {}};
  for (const ComparedMetric& metric : outcome.comparison.metrics) {
    const Row row = row_of(metric, outcome.options.confidence);
    list.checks.push_back({"comparison",
                           metric.name,
                           result_of(metric.change),
                           row[1] + " -> " + row[2] + ": " + row[3] + (row[5].empty() ? "" : ", " + row[5]),
                           {}});
  }
  return list;
}

/// The names as they are in the reports. The error names one that is in neither.
tl::expected<Focus, std::string> focus_of(const CompareOptions& options, const ReportFile& a, const ReportFile& b) {
  for (const std::string& name : options.metrics) {
    if (!metrics_called(name, a, b).empty()) continue;
    std::vector<std::string_view> known;
    for (const Series& series : a.series) known.push_back(series.metric);
    return tl::unexpected{"--metric: neither report has '" + name + "'; " + config::suggestion(name, known)};
  }
  return Focus{options.metrics, options.margin};
}

/// Whether all that is to be written can be.
Written try_reports(const CompareOptions& options) {
  if (options.html)
    if (const auto tried = try_file(*options.html); !tried) return tl::unexpected{"--html: " + tried.error()};
  return try_side_reports(options.side);
}

Written write_reports(const Outcome& outcome) {
  const CompareOptions& options = outcome.options;
  if (options.html)
    if (const auto written = write_file(*options.html, report::render_compare_html(json_of(outcome))); !written)
      return tl::unexpected{"--html: " + written.error()};
  return write_side_reports(options.side, checks_of(outcome));
}

}  // namespace

int compare_command(const CompareOptions& options, std::ostream& out, std::ostream& err) {
  auto a = load_report(options.a);
  if (!a) return refuse(err, a.error(), exit_unusable);
  auto b = load_report(options.b);
  if (!b) return refuse(err, b.error(), exit_unusable);
  call_alike(*a, *b);
  const auto focus = focus_of(options, *a, *b);
  if (!focus) return refuse(err, focus.error(), exit_unusable);
  if (const auto tried = try_reports(options); !tried) return refuse(err, tried.error(), exit_unusable);
  const Outcome outcome{options, *a, *b, compare(*a, *b, options.confidence, *focus)};
  const auto written = write_reports(outcome);
  if (options.json)
    out << to_lines(json_of(outcome), 2) << '\n';
  else
    print_text(outcome, out);
  if (!written) return refuse(err, written.error(), exit_unusable);
  return count(outcome.comparison, Change::Worse) > 0 ? exit_demand_failed : exit_held;
}

}  // namespace stepstorm::app
