#include "app/commands/validate.hpp"

#include <algorithm>
#include <iostream>
#include <optional>
#include <utility>

#include <tl/expected.hpp>

#include "asl/compile.hpp"
#include "config/text_file.hpp"
#include "terminal/exit_code.hpp"
#include "values/json.hpp"
#include "values/json_lines.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace {

using asl::Finding;
using asl::Severity;

// ---- reading

/// Reads at most one byte more than a definition may have.
std::string read_standard_input() {
  std::string text(asl::definition_bytes_max + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  return text;
}

tl::expected<std::string, std::string> read_definition(const std::string& file) {
  if (file == "-") return read_standard_input();
  return config::read_text_file(file, asl::definition_bytes_max);
}

// ---- judging

struct Verdict {
  std::string file;
  std::optional<std::string> unreadable;  // why
  std::vector<Finding> findings;
};

Verdict judge(const std::string& file, const ValidateOptions& options) {
  Verdict verdict{.file = file == "-" ? "<stdin>" : file, .unreadable = std::nullopt, .findings = {}};
  auto text = read_definition(file);
  if (text) {
    verdict.findings = asl::compile(*text, options.type, asl::format_of(file), options.substitutions).findings;
  } else {
    verdict.unreadable = std::move(text.error());
  }
  return verdict;
}

struct Totals {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t unreadable = 0;
};

std::size_t count(const std::vector<Finding>& findings, Severity severity) {
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [&](const Finding& finding) { return finding.severity == severity; }));
}

Totals add_up(const std::vector<Verdict>& verdicts) {
  Totals totals;
  for (const auto& verdict : verdicts) {
    totals.errors += count(verdict.findings, Severity::ERROR);
    totals.warnings += count(verdict.findings, Severity::WARNING);
    totals.unreadable += verdict.unreadable ? 1 : 0;
  }
  return totals;
}

bool fails(const Totals& totals, bool warnings_as_errors) {
  return totals.errors > 0 || (warnings_as_errors && totals.warnings > 0);
}

// ---- reporting

std::string summary(const std::vector<Verdict>& verdicts, const Totals& totals) {
  return counted(verdicts.size() - totals.unreadable, "definition") + " checked: " + counted(totals.errors, "error") +
         ", " + counted(totals.warnings, "warning");
}

void report_text(const std::vector<Verdict>& verdicts, const Totals& totals, std::ostream& out) {
  for (const auto& verdict : verdicts) {
    for (const auto& finding : verdict.findings) out << render(finding, verdict.file) << '\n';
  }
  out << summary(verdicts, totals) << '\n';
}

Json to_json(const Finding& finding) {
  Json json{{"severity", finding.severity == Severity::ERROR ? "ERROR" : "WARNING"},
            {"code", finding.code},
            {"message", finding.message}};
  if (finding.location) json["location"] = *finding.location;
  json["line"] = finding.at.line;
  json["column"] = finding.at.column;
  return json;
}

Json to_json(const Verdict& verdict, bool warnings_as_errors) {
  if (verdict.unreadable) return {{"file", verdict.file}, {"unreadable", *verdict.unreadable}};
  auto diagnostics = Json::array();
  for (const auto& finding : verdict.findings) diagnostics.push_back(to_json(finding));
  const bool failed = fails(add_up({verdict}), warnings_as_errors);
  return {{"file", verdict.file}, {"result", failed ? "FAIL" : "OK"}, {"diagnostics", std::move(diagnostics)}};
}

void report_json(const std::vector<Verdict>& verdicts, bool warnings_as_errors, std::ostream& out) {
  auto files = Json::array();
  for (const auto& verdict : verdicts) files.push_back(to_json(verdict, warnings_as_errors));
  out << to_lines(Json{{"files", std::move(files)}}, 2) << '\n';
}

}  // namespace

int validate_command(const ValidateOptions& options, std::ostream& out, std::ostream& err) {
  std::vector<Verdict> verdicts;
  for (const auto& file : options.files) {
    verdicts.push_back(judge(file, options));
    if (const auto& why = verdicts.back().unreadable) err << "stepstorm: " << *why << '\n';
  }
  const auto totals = add_up(verdicts);
  switch (options.format) {
    case ReportFormat::TEXT: report_text(verdicts, totals, out); break;
    case ReportFormat::JSON: report_json(verdicts, options.warnings_as_errors, out); break;
  }
  if (totals.unreadable > 0) return terminal::exit_wrong_use;
  return fails(totals, options.warnings_as_errors) ? terminal::exit_failed : terminal::exit_succeeded;
}

}  // namespace stepstorm::app
