// Settings, scenarios and experiments are JSON in which people write to each other: `// to the end of the line` and
// `/* up to here */`, outside of texts.
#pragma once

#include <string>
#include <string_view>

namespace stepstorm::config {

/// The same with blanks in place of comments, so that everything else stays on its line and in its column. A comment that
/// does not end is left as it is.
[[nodiscard]] std::string without_comments(std::string_view text);

}  // namespace stepstorm::config
