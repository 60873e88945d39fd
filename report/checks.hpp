// What a run was held to, as one list, and that list for machines that build and test: JUnit's XML and Markdown.
#pragma once

#include <string>
#include <vector>

namespace stepstorm::report {

struct Check {
  enum class Result { Held, Failed, Undecided };
  std::string group;  // thresholds, hypothesis, guardrails, invariants ...
  std::string name;
  Result result = Result::Held;
  std::string text;                   // what was measured, or of how much it was judged
  std::vector<std::string> findings;  // the first few that violated it
};

struct CheckList {
  std::string title;
  bool held = true;
  std::string verdict;  // in words
  std::string command;  // that repeats it
  std::string partial;  // why it ended early; empty: it did not
  std::vector<Check> checks;
};

/// A test suite for each group, a test case for each check; what is undecided is skipped. In the form that Jenkins, GitLab
/// and others read. Source: github.com/testmoapp/junitxml.
[[nodiscard]] std::string junit_text(const CheckList& list);

/// The verdict, a table of checks, and what violated them.
[[nodiscard]] std::string markdown_text(const CheckList& list);

}  // namespace stepstorm::report
