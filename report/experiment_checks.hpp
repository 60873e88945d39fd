// Everything that an experiment was held to, as one list, and that list for machines that build and test: JUnit's XML and
// Markdown.
#pragma once

#include <string>
#include <vector>

#include "report/experiment_report.hpp"

namespace stepstorm::app {

struct ExperimentCheck {
  enum class Result { Held, Failed, Undecided };
  std::string group;  // thresholds, hypothesis, guardrails, invariants
  std::string name;
  Result result = Result::Held;
  std::string text;                   // what was measured, or of how much it was judged
  std::vector<std::string> findings;  // the first few that violated it
};

/// In the order of the report's page.
[[nodiscard]] std::vector<ExperimentCheck> checks_of(const ExperimentReport& report);

/// A test suite for each group, a test case for each check; what is undecided is skipped. In the form that Jenkins, GitLab
/// and others read. Source: github.com/testmoapp/junitxml.
[[nodiscard]] std::string junit_text(const ExperimentReport& report);

/// The verdict, a table of checks, and what violated them.
[[nodiscard]] std::string markdown_text(const ExperimentReport& report);

}  // namespace stepstorm::app
