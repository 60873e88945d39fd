// Parses lists of values on a command line: `0..6`, `100..2000:100`, `0.5..2:0.25`,
// `5s..40s:5s`, `1,2,5`, `FULL,NONE`, and any of these together: `1..3,10`.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "values/json.hpp"

namespace stepstorm::variation {

inline constexpr std::size_t values_max = 10'000;

/// Parses numbers, true, false and null as those JSON values, and everything else as text; durations take the form
/// that files use, `5 s`. A range counts up from its first value by its step, 1 by default, and never beyond its last
/// value. Decimals are exact: 0.1..0.3:0.1 has three values. The error names the invalid part.
[[nodiscard]] tl::expected<std::vector<Json>, std::string> parse_values(std::string_view text);

/// Returns the value as a person writes it: text without quotation marks.
[[nodiscard]] std::string label(const Json& value);

}  // namespace stepstorm::variation
