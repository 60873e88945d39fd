// Where an actual JSON value is not what a recorded one says it should be. Numbers are compared with their kind: 1 is not
// 1.0. Recorded texts may hold wildcards. A JSON text and its value are the same, white space in it does not count.
// Equal in every verdict to `diff` of the corpus's compare.py.
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

/// After so many, a comparison has seen enough.
inline constexpr std::size_t differences_max = 1000;

/// A null `actual` is absent. `bindings` as in matches_wildcard.
void find_differences(
    const Json& expected, const Json* actual, const std::string& path, Bindings* bindings, Differences& found);

[[nodiscard]] bool agree(const Json& expected, const Json& actual, Bindings* bindings);

/// A value as a difference shows it.
[[nodiscard]] std::string shown(const Json& value);
inline constexpr std::string_view absent = "(absent)";

}  // namespace stepstorm::conformance
