// Draws the edges of a diagram: curves that end at the drawn shapes, arrow heads, and labels above everything else.
#pragma once

#include <cstddef>
#include <string>

#include "graph/diagram.hpp"
#include "graph/layout.hpp"

namespace stepstorm::graph {

[[nodiscard]] std::string edge_lines(const Diagram& diagram, const Layout& layout, std::size_t edge);

/// Empty when the edge has no label.
[[nodiscard]] std::string edge_label(const Edge& edge, const Route& route);

}  // namespace stepstorm::graph
