// Paths to unreliable parts of a recording, which are not compared: `$..a.b`, `$..history[4].previousEventId`,
// `$.x['y z'].*`.
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
    bool descends = false;  // `..`: at any depth
    std::variant<Every, std::string, int> key;
  };
  std::vector<IgnoredStep> steps;
  std::string text;  // as written
};

/// nullopt when the text does not begin with `$` or a step is not closed.
[[nodiscard]] std::optional<IgnoredPath> parse_ignored_path(std::string_view text);

/// Returns the document without the values at these paths.
[[nodiscard]] Json without(const Json& document, const std::vector<IgnoredPath>& paths);

}  // namespace stepstorm::conformance
