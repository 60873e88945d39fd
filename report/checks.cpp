#include "report/checks.hpp"

#include <algorithm>
#include <string_view>

#include "values/xml.hpp"

namespace stepstorm::report {
namespace {

using Result = Check::Result;

// ---- XML

std::size_t count(const std::vector<Check>& checks, const std::string& group, Result result) {
  return static_cast<std::size_t>(std::count_if(checks.begin(), checks.end(), [&](const Check& check) {
    return (group.empty() || check.group == group) && check.result == result;
  }));
}

std::string totals(const std::vector<Check>& checks, const std::string& group) {
  const std::size_t failed = count(checks, group, Result::Failed);
  const std::size_t skipped = count(checks, group, Result::Undecided);
  return R"( tests=")" + std::to_string(count(checks, group, Result::Held) + failed + skipped) + R"(" failures=")" +
         std::to_string(failed) + R"(" errors="0" skipped=")" + std::to_string(skipped) + '"';
}

std::string test_case(const Check& check, const std::string& title) {
  const std::string begin =
      R"(    <testcase classname=")" + xml_escaped(title) + R"(" name=")" + xml_escaped(check.name) + R"(" time="0">)";
  std::string inside;
  if (check.result == Result::Undecided) inside = R"(<skipped message=")" + xml_escaped(check.text) + R"("/>)";
  if (check.result == Result::Failed) {
    inside = R"(<failure message=")" + xml_escaped(check.text) + R"(">)";
    for (const std::string& finding : check.findings) inside += xml_escaped(finding) + '\n';
    inside += "</failure>";
  }
  if (check.result == Result::Held) inside = "<system-out>" + xml_escaped(check.text) + "</system-out>";
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

/// Escapes text for a cell of a Markdown table: names and texts come from files.
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

/// Returns the groups in order of appearance.
std::vector<std::string> groups_of(const std::vector<Check>& checks) {
  std::vector<std::string> groups;
  for (const Check& check : checks)
    if (std::find(groups.begin(), groups.end(), check.group) == groups.end()) groups.push_back(check.group);
  return groups;
}

}  // namespace

std::string junit_text(const CheckList& list) {
  const auto& checks = list.checks;
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" + xml_escaped(list.title) + '"' +
                     totals(checks, "") + " time=\"0\">\n";
  for (const std::string& group : groups_of(checks)) {
    text += "  <testsuite name=\"" + xml_escaped(group) + '"' + totals(checks, group) + " time=\"0\">\n";
    for (const Check& check : checks)
      if (check.group == group) text += test_case(check, list.title);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

std::string markdown_text(const CheckList& list) {
  std::string text = "## " + cell_text(list.title) + "\n\n" + (list.held ? "✓ " : "✗ ") + cell_text(list.verdict) +
                     "; repeat it by `" + list.command + "`\n\n";
  if (!list.partial.empty()) text += "PARTIAL: " + cell_text(list.partial) + "\n\n";
  text += "| | | of | measured |\n|---|---|---|---|\n";
  for (const Check& check : list.checks)
    text += "| " + std::string{sign(check.result)} + " | " + cell_text(check.name) + " | " + cell_text(check.group) +
            " | " + cell_text(check.text) + " |\n";
  for (const Check& check : list.checks) {
    if (check.findings.empty()) continue;
    text += "\n**" + cell_text(check.name) + "**\n\n";
    for (const std::string& finding : check.findings) text += "- " + cell_text(finding) + '\n';
  }
  return text;
}

}  // namespace stepstorm::report
