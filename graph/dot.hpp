// A diagram in Graphviz's language: complete enough to be drawn by `dot` as it is, and what our own SVG is laid out from.
// Source: graphviz.org/doc/info/lang.html, attrs.html.
#pragma once

#include <cstddef>
#include <string>

#include "graph/diagram.hpp"

namespace stepstorm::graph {

/// Nodes are called n0, n1 ... as they are numbered in the diagram, edges have the ids e0, e1 ..., and clusters are called
/// cluster0, cluster1 ... depth first.
[[nodiscard]] std::string to_dot(const Diagram& diagram);

}  // namespace stepstorm::graph
