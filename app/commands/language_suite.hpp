// Runs JSONata's official test suite case by case: groups/<group>/*.json are lists of cases, datasets/ are their
// inputs.
// A case has `expr` (or `expr-file`); `data`, or `dataset`; `bindings`; `depth`; and an expectation: `result`,
// `undefinedResult`, `code` (and `token`), or `error`. `unordered`: the result's items may be in any order.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/jsonata/dialect.hpp"

namespace stepstorm::app {

struct SuiteFailure {
  std::string place;  // group/file, and the case's index when the file has several
  std::string expression;
  std::string expected;
  std::string actual;
};

struct SuiteGroup {
  std::string name;
  std::size_t passed = 0;
  std::vector<SuiteFailure> failures;
};

/// Returns the groups, ordered by name. The error is one line that names the file that cannot be read.
[[nodiscard]] tl::expected<std::vector<SuiteGroup>, std::string> run_language_suite(const std::filesystem::path& folder,
                                                                                    jsonata::Dialect dialect);

}  // namespace stepstorm::app
