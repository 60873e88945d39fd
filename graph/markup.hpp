// Numbers, groups and tooltips in SVG.
#pragma once

#include <string>
#include <string_view>

namespace stepstorm::graph {

/// At most one decimal: 12.5, 7.
[[nodiscard]] std::string number(double value);

/// Content that is moved to (x, y).
[[nodiscard]] std::string group(std::string_view css_class, double x, double y, std::string_view content);

/// What a viewer shows for the group that is pointed at; nothing for an empty text.
[[nodiscard]] std::string tooltip(std::string_view text);

}  // namespace stepstorm::graph
