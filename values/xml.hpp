// Text in XML, SVG and HTML, between tags and in quoted attributes.
// Source: XML 1.0, 2.2 (which characters a document can hold) and 2.4 (which are escaped).
#pragma once

#include <string>
#include <string_view>

namespace stepstorm {

/// Escapes what has a meaning there. What no document can hold, not even escaped, becomes U+FFFD: control characters
/// other than tab and line feed, U+FFFE and U+FFFF.
[[nodiscard]] std::string xml_escaped(std::string_view text);

}  // namespace stepstorm
