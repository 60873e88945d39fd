// Computes positions with Graphviz's "dot" layout: coordinates in pixels, y downward.
// The only file that uses Graphviz's library. Not safe for concurrent use: the library keeps state in globals.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace stepstorm::graph {

struct Point {
  double x = 0;
  double y = 0;
};

struct Box {
  Point centre;
  double width = 0;
  double height = 0;
};

struct Route {
  std::vector<Point> curve;  // cubic Bézier: a start, then three points a piece
  std::optional<Point> tip;  // of the arrow, beyond the curve's end
  std::optional<Box> label;
};

struct Layout {
  double width = 0;
  double height = 0;
  std::vector<Box> nodes;     // numbered as in the DOT text: n0, n1 ...
  std::vector<Route> edges;   // by id: e0, e1 ...
  std::vector<Box> clusters;  // cluster0, cluster1 ...
};

/// `dot`: from to_dot. The error is Graphviz's.
[[nodiscard]] tl::expected<Layout, std::string> lay_out(const std::string& dot);

}  // namespace stepstorm::graph
