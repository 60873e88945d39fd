#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {
namespace {

void add_confidence(CLI::App& command, double& confidence) {
  constexpr double minimum = 0.5, maximum = 0.999999;
  const auto set = [&confidence](const std::string& text) {
    const auto parsed = parse_number(text);
    if (!parsed || *parsed < minimum || *parsed > maximum)
      throw CLI::ValidationError("--confidence", "expected a number from 0.5 to 0.999999, found '" + text + "'");
    confidence = *parsed;
  };
  command
      .add_option_function<std::string>(
          "--confidence", set, "Of all verdicts together, and of each interval (default 0.95)")
      ->type_name("P");
}

/// `2%`, or 0.02
void add_margin(CLI::App& command, double& margin) {
  const auto set = [&margin](const std::string& text) {
    const bool in_percent = text.ends_with('%');
    const auto parsed = parse_number(in_percent ? text.substr(0, text.size() - 1) : text);
    if (!parsed || *parsed < 0 || *parsed > (in_percent ? 100 : 1))
      throw CLI::ValidationError("--margin", "expected a share from 0% to 100%, found '" + text + "'");
    margin = in_percent ? *parsed / 100 : *parsed;
  };
  command
      .add_option_function<std::string>(
          "--margin", set, "Relative differences up to this are as good as none (default 0%)")
      ->type_name("SHARE");
}

}  // namespace

void describe_compare(CLI::App& program, Command& chosen) {
  const auto [command, compare] =
      add_command<CompareOptions>(program, "compare", "Say what is better or worse in another report", chosen);
  command->add_option("A", compare->a, "A report.json of 'experiment' or 'simulate'")->required()->type_name("");
  command->add_option("B", compare->b, "Another one, which is better or worse than the first")
      ->required()
      ->type_name("");
  add_confidence(*command, compare->confidence);
  command->add_option("--metric", compare->metrics, "Judge only this one, first in the table; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME");
  add_margin(*command, compare->margin);
  add_optional(*command, "--html", "FILE", compare->html, "Write the comparison as a page");
  add_side_reports(*command, compare->side);
  command->add_flag("--json", compare->json, "Print JSON instead of a table");
  command->footer(R"(
Means over the runs of each report, metric by metric, and their difference with its confidence interval. Reports whose
runs have the same seeds are compared run by run, by a paired t-test: what is random alike in both falls out, and small
differences show. Others are compared by Welch's t-test. Of a report with one run nothing can be said about
significance: differences are shown, without a verdict.

Many metrics are tested at once. Verdicts hold for all of them together (Holm's method): of two systems that are the
same, one comparison in twenty says that anything differs. Each interval is that of its metric by itself. With --metric
only the named ones are tested, first in the table; 'response_time_ms' stands for all of its aggregations.

Examples
  stepstorm experiment before.json --replications 10 --out before
  stepstorm experiment after.json --replications 10 --out after
  stepstorm compare before/report.json after/report.json
  stepstorm compare a.json b.json --metric 'response_time_ms p(99)' --margin 2%
  stepstorm compare a.json b.json --html comparison.html --junit results.xml

Exit codes
  0  nothing is significantly worse
  1  a file that cannot be read or is no report
  2  wrong use
  99 something is significantly worse)");
}

}  // namespace stepstorm::app
