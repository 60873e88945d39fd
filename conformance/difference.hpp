// Finds differences between an actual JSON value and a recorded one. Numbers are compared with their kind: 1 is not
// 1.0. Recorded texts may contain wildcards. A JSON text equals its value; white space in it is ignored. Agrees in
// every verdict with `diff` of the corpus's compare.py.
#pragma once

#include <string>
#include <vector>

#include "conformance/wildcard.hpp"
#include "values/json.hpp"

namespace stepstorm::conformance {

struct Difference {
  std::string path;  // $.output.total, history[4].type
  std::string expected;
  std::string actual;
};
using Differences = std::vector<Difference>;

/// A comparison stops after this number of differences.
inline constexpr std::size_t differences_max = 1000;

/// A null `actual` is absent. `bindings` as in matches_wildcard.
void find_differences(
    const Json& expected, const Json* actual, const std::string& path, Bindings* bindings, Differences& found);

[[nodiscard]] bool agree(const Json& expected, const Json& actual, Bindings* bindings);

/// A value as a difference shows it.
[[nodiscard]] std::string shown(const Json& value);
inline constexpr std::string_view absent = "(absent)";

}  // namespace stepstorm::conformance
