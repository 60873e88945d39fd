// Writes a diagram in Graphviz's language. `dot` can draw it directly; our own SVG takes its layout from it.
// Source: graphviz.org/doc/info/lang.html, attrs.html.
#pragma once

#include <cstddef>
#include <string>

#include "graph/diagram.hpp"

namespace stepstorm::graph {

/// Nodes are named n0, n1 ... by their index in the diagram, edges have the ids e0, e1 ..., and clusters are named
/// cluster0, cluster1 ... depth first.
[[nodiscard]] std::string to_dot(const Diagram& diagram);

}  // namespace stepstorm::graph
