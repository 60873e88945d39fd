// The checks of a run as one list, and its text as JUnit XML and Markdown for CI systems.
#pragma once

#include <string>
#include <vector>

namespace stepstorm::report {

struct Check {
  enum class Result { Held, Failed, Undecided };
  std::string group;  // thresholds, hypothesis, guardrails, invariants ...
  std::string name;
  Result result = Result::Held;
  std::string text;                   // the measurement, and for undecided checks its sample
  std::vector<std::string> findings;  // the first few violations
};

struct CheckList {
  std::string title;
  bool held = true;
  std::string verdict;  // in words
  std::string command;  // that repeats the run
  std::string partial;  // why the run ended early; empty when it did not
  std::vector<Check> checks;
};

/// Returns a JUnit test suite for each group and a test case for each check; undecided checks are skipped. Read by
/// Jenkins, GitLab and others. Source: github.com/testmoapp/junitxml.
[[nodiscard]] std::string junit_text(const CheckList& list);

/// Returns the verdict, a table of checks, and the violations.
[[nodiscard]] std::string markdown_text(const CheckList& list);

}  // namespace stepstorm::report
