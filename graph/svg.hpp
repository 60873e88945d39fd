// A diagram as an SVG of its own making, placed by a layout: a heading, the machine, a legend. One file without scripts or
// references; readable on light and on dark paper (prefers-color-scheme), with details as tooltips.
#pragma once

#include <string>

#include "graph/diagram.hpp"
#include "graph/layout.hpp"

namespace stepstorm::graph {

/// `layout` is that of to_dot(diagram).
[[nodiscard]] std::string to_svg(const Diagram& diagram, const Layout& layout);

}  // namespace stepstorm::graph
