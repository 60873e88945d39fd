// Draws the legend of a diagram: the shapes, lines and colours that occur in it.
#pragma once

#include <string>

#include "graph/diagram.hpp"

namespace stepstorm::graph {

struct Legend {
  std::string content;  // relative to its own origin
  double height = 0;
};

[[nodiscard]] Legend legend_of(const Diagram& diagram, double width);

}  // namespace stepstorm::graph
