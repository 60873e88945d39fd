// Paths to what a recording says nothing reliable about: `$..a.b`, `$..history[4].previousEventId`, `$.x['y z'].*`.
// Source: conformance README, "ignore".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "values/json.hpp"

namespace stepstorm::conformance {

struct IgnoredPath {
  struct Every {};  // every member or element
  struct IgnoredStep {
    bool descends = false;  // whatever lies in between: `..`
    std::variant<Every, std::string, int> key;
  };
  std::vector<IgnoredStep> steps;
  std::string text;  // as written
};

/// nullopt when the text does not begin with `$` or a step of it has no end.
[[nodiscard]] std::optional<IgnoredPath> parse_ignored_path(std::string_view text);

/// The document without what these paths lead to.
[[nodiscard]] Json without(const Json& document, const std::vector<IgnoredPath>& paths);

}  // namespace stepstorm::conformance
