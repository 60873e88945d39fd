// Parses JSONPath text into steps, as Jayway JsonPath 2.0.0 does: a name ends at the next dot, bracket or blank; the
// first significant character in brackets decides how they are parsed; escapes are not resolved.
// Source: semantics.md 2.2, 14.1; com.jayway.jsonpath.internal.PathCompiler of that version.
// Refuses paths that this version accepts although they make no sense (a root inside a path, an empty name in quotes).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "asl/paths/path_step.hpp"

namespace stepstorm::asl {

/// Bounds the cost of parsing and evaluating one path.
inline constexpr std::size_t path_length_max = 4096;

/// Parses a whole path that begins with `$`, `$$` or `$name`; ignores surrounding blanks. The error is a sentence
/// without the place.
tl::expected<ParsedPath, std::string> parse_path(std::string_view text);

/// Parses the steps behind the root.
tl::expected<PathSteps, std::string> parse_path_steps(std::string_view text);

/// Returns the length of the path at the front of `text`, an argument of an intrinsic function.
std::size_t path_extent(std::string_view text);

/// Removes blanks and control characters at both ends, as Java's trim does.
std::string_view trimmed(std::string_view text);

/// Returns whether the character may be part of a variable's name or of a name in a Reference Path.
bool belongs_to_plain_name(char c);

}  // namespace stepstorm::asl
