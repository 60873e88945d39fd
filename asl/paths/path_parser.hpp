// JSONPath text -> steps, as Jayway JsonPath 2.0.0 reads it: a name goes on to the next dot, bracket or blank; what stands
// in brackets is read by the first character in it that means something; nothing is unescaped.
// Source: semantics.md 2.2, 14.1; com.jayway.jsonpath.internal.PathCompiler of that version.
// Where that version takes what no one means (a root inside a path, no name between quotes), the path is refused.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "asl/paths/path_step.hpp"

namespace stepstorm::asl {

/// Bounds what one path may cost to parse and to evaluate.
inline constexpr std::size_t path_length_max = 4096;

/// A whole path from `$`, `$$` or `$name` on; blanks around it do not count. The error is a sentence without the place.
tl::expected<ParsedPath, std::string> parse_path(std::string_view text);

/// What follows a root.
tl::expected<PathSteps, std::string> parse_path_steps(std::string_view text);

/// How many characters at the front of `text`, an argument of an intrinsic function, are the path.
std::size_t path_extent(std::string_view text);

/// Without the blanks and control characters at both ends, as Java trims.
std::string_view trimmed(std::string_view text);

/// In a variable's name or a Reference Path.
bool belongs_to_plain_name(char c);

}  // namespace stepstorm::asl
