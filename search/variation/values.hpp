// The values that something varies over, as a command line spells them: `0..6`, `100..2000:100`, `0.5..2:0.25`,
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

/// Numbers become numbers, true, false and null what JSON means by them, everything else text: durations as files spell
/// them, `5 s`. A range counts upwards by its step, from its first value on, and never beyond its last one; without a
/// step it counts by 1. Decimals are exact: 0.1..0.3:0.1 has three values.
/// The error says what is wrong with which part.
[[nodiscard]] tl::expected<std::vector<Json>, std::string> parse_values(std::string_view text);

/// As a person writes it: text without quotation marks.
[[nodiscard]] std::string label(const Json& value);

}  // namespace stepstorm::variation
