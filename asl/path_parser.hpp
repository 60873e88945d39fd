// JSONPath text -> steps. Source: semantics.md 2.2 (Jayway's dialect, with names as the developer guide limits them).
#pragma once

#include <optional>

#include "asl/cursor.hpp"
#include "asl/path_step.hpp"

namespace stepstorm::asl {

/// Bounds what one path may cost to parse and to evaluate.
inline constexpr std::size_t path_length_max = 4096;
inline constexpr int filter_nesting_max = 32;

/// A path from `$`, `$$` or `$name` on, as far as one goes; the cursor stops behind it.
std::optional<ParsedPath> parse_path(Cursor& cursor);

/// The segments behind a root. `nesting` counts the filters around this path.
std::optional<PathSteps> parse_path_steps(Cursor& cursor, int nesting);

bool belongs_to_plain_name(char c);

}  // namespace stepstorm::asl
