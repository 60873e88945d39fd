// The drawn forms of a diagram's nodes, in the manner of flow charts, and the icons on them.
#pragma once

#include <string>
#include <string_view>

#include "graph/diagram.hpp"
#include "graph/node_box.hpp"

namespace stepstorm::graph {

/// `<rect class="shape" ...>` and the like, with its corner at the origin.
[[nodiscard]] std::string outline(NodeKind kind, const Size& size);

/// Whether the outline surrounds a point, seen from the centre.
[[nodiscard]] bool shape_contains(NodeKind kind, const Size& size, double x, double y);

/// A path in a square of 16 by 16.
[[nodiscard]] std::string_view icon_path(Icon icon);

/// The sign at the corner of a node to which something happened; empty for the others. Around the origin.
[[nodiscard]] std::string_view sign_path(Outcome outcome);

/// A rectangle with its corner at (x, y).
[[nodiscard]] std::string rounded_box(std::string_view css_class, double x, double y, const Size& size, double radius);

}  // namespace stepstorm::graph
