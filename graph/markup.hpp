// Any text as content of XML: what has a meaning there is escaped, what cannot be there is replaced.
#pragma once

#include <string>
#include <string_view>

namespace stepstorm::graph {

/// For elements and for attributes in double quotes, in SVG and in DOT's HTML-like labels. Line feeds stay.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace stepstorm::graph
