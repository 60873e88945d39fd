// Draws the shapes of a diagram's nodes, as in flow charts, and their icons.
#pragma once

#include <string>
#include <string_view>

#include "graph/diagram.hpp"
#include "graph/node_box.hpp"

namespace stepstorm::graph {

/// `<rect class="shape" ...>` and the like, with its corner at the origin.
[[nodiscard]] std::string outline(NodeKind kind, const Size& size);

/// Returns whether the outline contains a point, relative to the centre.
[[nodiscard]] bool shape_contains(NodeKind kind, const Size& size, double x, double y);

/// A path in a square of 16 by 16.
[[nodiscard]] std::string_view icon_path(Icon icon);

/// The sign at the corner of a node with this outcome, around the origin; empty when there is none.
[[nodiscard]] std::string_view sign_path(Outcome outcome);

/// A rectangle with its corner at (x, y).
[[nodiscard]] std::string rounded_box(std::string_view css_class, double x, double y, const Size& size, double radius);

}  // namespace stepstorm::graph
