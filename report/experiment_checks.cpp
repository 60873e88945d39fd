#include "report/experiment_checks.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "experiment/verdict.hpp"
#include "report/experiment_findings.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

using Result = ExperimentCheck::Result;

Result failed_unless(bool held) { return held ? Result::Held : Result::Failed; }

void add_demands(const ExperimentReport& report, std::vector<ExperimentCheck>& out) {
  for (const auto& result : check_thresholds(*report.experiment, report.runs))
    out.push_back({"thresholds",
                   result.metric + ' ' + result.expression,
                   failed_unless(result.held),
                   number_or_none(result.value),
                   {}});
  for (const auto& probe : check_hypothesis(*report.experiment, report.runs)) {
    std::string text;
    for (std::size_t phase = 0; phase < phase_names.size(); ++phase)
      text += (phase == 0 ? "" : ", ") + number_or_none(probe.by_phase[phase].value) + ' ' +
              std::string{phase_names[phase]} + " the faults";
    out.push_back({"hypothesis", probe.name + ' ' + probe.tolerance, failed_unless(probe.held()), text, {}});
  }
  for (const auto& guardrail : report.experiment->guardrails) {
    const auto stopped = stopped_by(guardrail, report);
    out.push_back({"guardrails",
                   guardrail.metric + ' ' + guardrail.bounds.text,
                   failed_unless(stopped.empty()),
                   stopped.empty() ? guardrail_span(guardrail) : stop_text(*stopped.front()),
                   {}});
  }
}

ExperimentCheck check_of(const InvariantPair& pair) {
  ExperimentCheck check{"invariants",
                        pair.experiment.name,
                        pair.is_undecided() ? Result::Undecided : failed_unless(pair.held()),
                        checked_text(pair.experiment),
                        {}};
  if (pair.control) check.text += "; in the control " + checked_text(*pair.control);
  for (const auto& violation : pair.experiment.examples) check.findings.push_back(violation.text());
  if (pair.control)
    for (const auto& violation : pair.control->examples) check.findings.push_back("in the control " + violation.text());
  return check;
}

// ---- XML

/// As character data and in quotes. XML 1.0 has no control characters but tab and the ends of lines.
std::string xml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      default: escaped += static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' ? ' ' : c;
    }
  }
  return escaped;
}

std::size_t count(const std::vector<ExperimentCheck>& checks, const std::string& group, Result result) {
  return static_cast<std::size_t>(std::count_if(checks.begin(), checks.end(), [&](const ExperimentCheck& check) {
    return (group.empty() || check.group == group) && check.result == result;
  }));
}

std::string totals(const std::vector<ExperimentCheck>& checks, const std::string& group) {
  const std::size_t failed = count(checks, group, Result::Failed);
  const std::size_t skipped = count(checks, group, Result::Undecided);
  return R"( tests=")" + std::to_string(count(checks, group, Result::Held) + failed + skipped) + R"(" failures=")" +
         std::to_string(failed) + R"(" errors="0" skipped=")" + std::to_string(skipped) + '"';
}

std::string test_case(const ExperimentCheck& check, const std::string& title) {
  const std::string begin =
      R"(    <testcase classname=")" + xml(title) + R"(" name=")" + xml(check.name) + R"(" time="0">)";
  std::string inside;
  if (check.result == Result::Undecided) inside = R"(<skipped message=")" + xml(check.text) + R"("/>)";
  if (check.result == Result::Failed) {
    inside = R"(<failure message=")" + xml(check.text) + R"(">)";
    for (const std::string& finding : check.findings) inside += xml(finding) + '\n';
    inside += "</failure>";
  }
  if (check.result == Result::Held) inside = "<system-out>" + xml(check.text) + "</system-out>";
  return begin + inside + "</testcase>\n";
}

// ---- Markdown

std::string_view sign(Result result) {
  switch (result) {
    case Result::Held: return "✓";
    case Result::Failed: return "✗";
    case Result::Undecided: return "–";
  }
  return {};
}

/// Within a cell of a table: names and texts come from files.
std::string cell_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      escaped += ' ';
      continue;
    }
    if (c == '|' || c == '\\' || c == '`' || c == '<' || c == '*' || c == '_' || c == '[') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace

std::vector<ExperimentCheck> checks_of(const ExperimentReport& report) {
  std::vector<ExperimentCheck> checks;
  add_demands(report, checks);
  for (const InvariantPair& pair : invariants_of(report)) checks.push_back(check_of(pair));
  return checks;
}

std::string junit_text(const ExperimentReport& report) {
  const auto checks = checks_of(report);
  const std::string& title = report.experiment->scenario.title;
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" + xml(title) + '"' +
                     totals(checks, "") + " time=\"0\">\n";
  for (const std::string group : {"thresholds", "hypothesis", "guardrails", "invariants"}) {
    const auto in_group = [&](const ExperimentCheck& check) { return check.group == group; };
    if (std::none_of(checks.begin(), checks.end(), in_group)) continue;
    text += "  <testsuite name=\"" + group + '"' + totals(checks, group) + " time=\"0\">\n";
    for (const ExperimentCheck& check : checks)
      if (in_group(check)) text += test_case(check, title);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

std::string markdown_text(const ExperimentReport& report) {
  const bool held = verdict_of(report) == Verdict::Held;
  std::string text = "## " + cell_text(report.experiment->scenario.title) + "\n\n" + (held ? "✓ " : "✗ ") +
                     verdict_text(report) + "; repeat it by `" + report.command + "`\n\n";
  if (!report.cut.empty()) text += "PARTIAL: " + cell_text(report.cut) + "\n\n";
  text += "| | | of | measured |\n|---|---|---|---|\n";
  const auto checks = checks_of(report);
  for (const ExperimentCheck& check : checks)
    text += "| " + std::string{sign(check.result)} + " | " + cell_text(check.name) + " | " + check.group + " | " +
            cell_text(check.text) + " |\n";
  for (const ExperimentCheck& check : checks) {
    if (check.findings.empty()) continue;
    text += "\n**" + cell_text(check.name) + "**\n\n";
    for (const std::string& finding : check.findings) text += "- " + cell_text(finding) + '\n';
  }
  return text;
}

}  // namespace stepstorm::app
