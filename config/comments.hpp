// Comments in settings, scenarios and experiments, which are JSON with `// to the end of the line` and `/* up to here
// */` outside of strings.
#pragma once

#include <string>
#include <string_view>

namespace stepstorm::config {

/// Replaces comments by blanks, so that everything else keeps its line and column. Leaves an unterminated comment as it
/// is.
[[nodiscard]] std::string without_comments(std::string_view text);

}  // namespace stepstorm::config
