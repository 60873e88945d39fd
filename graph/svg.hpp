// Writes a diagram as SVG with a given layout: a heading, the machine, a legend. One file without scripts or
// references; readable on light and dark backgrounds (prefers-color-scheme), with details as tooltips.
#pragma once

#include <string>

#include "graph/diagram.hpp"
#include "graph/layout.hpp"

namespace stepstorm::graph {

/// `layout`: of to_dot(diagram).
[[nodiscard]] std::string to_svg(const Diagram& diagram, const Layout& layout);

}  // namespace stepstorm::graph
