#include "graph/svg_edge.hpp"

#include <algorithm>
#include <cmath>

#include "graph/markup.hpp"
#include "graph/node_box.hpp"
#include "graph/svg_shapes.hpp"
#include "graph/words.hpp"
#include "values/xml.hpp"

namespace stepstorm::graph {
namespace {

constexpr double label_line = 14;

// ---- geometry

/// From `from` a length of one towards `to`; nothing when they are the same.
Point direction(const Point& from, const Point& to) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  return length == 0 ? Point{} : Point{(to.x - from.x) / length, (to.y - from.y) / length};
}

/// Graphviz ends edges at boxes. Where a shape is narrower than its box, a line that comes in at `end` goes on to the
/// shape.
Point onto_shape(NodeKind kind, const Box& box, Point end, const Point& direction) {
  constexpr double stride = 0.5;
  constexpr int strides_max = 60;
  for (int i = 0; i < strides_max; ++i) {
    if (shape_contains(kind, {box.width, box.height}, end.x - box.centre.x, end.y - box.centre.y)) break;
    end = {end.x + stride * direction.x, end.y + stride * direction.y};
  }
  return end;
}

struct Line {
  std::vector<Point> curve;
  Point start;  // the curve is reached from here, and goes on to `neck`, in straight lines
  Point neck;   // where the head begins
  Point tip;
};

Line line_between(const Route& route, NodeKind from, const Box& from_box, NodeKind to, const Box& to_box) {
  const auto& curve = route.curve;
  const Point tip = route.tip.value_or(curve.back());
  const Point ahead = direction(curve.back(), tip);
  const Point shape_tip = onto_shape(to, to_box, tip, ahead);
  return {.curve = curve,
          .start = onto_shape(from, from_box, curve.front(), direction(curve[1], curve.front())),
          .neck = {shape_tip.x - (tip.x - curve.back().x), shape_tip.y - (tip.y - curve.back().y)},
          .tip = shape_tip};
}

// ---- drawing

std::string pair(const Point& point) { return number(point.x) + ' ' + number(point.y); }

std::string curve_path(const Line& line) {
  std::string data = 'M' + pair(line.start) + 'L' + pair(line.curve.front()) + 'C';
  for (std::size_t i = 1; i < line.curve.size(); ++i) data += (i == 1 ? "" : " ") + pair(line.curve[i]);
  return "<path class=\"line\" d=\"" + data + 'L' + pair(line.neck) + "\"/>";
}

std::string arrow_head(const Line& line) {
  constexpr double half_width = 3.6;
  const auto [x, y] = direction(line.neck, line.tip);
  const Point left{line.neck.x - y * half_width, line.neck.y + x * half_width};
  const Point right{line.neck.x + y * half_width, line.neck.y - x * half_width};
  return "<path class=\"head\" d=\"M" + pair(line.tip) + 'L' + pair(left) + 'L' + pair(right) + "Z\"/>";
}

std::string css_class(std::string_view first, const Edge& edge) {
  std::string all = std::string(first) + ' ' + std::string(word_for(edge.kind));
  if (edge.taken) all += *edge.taken > 0 ? " taken" : " untaken";
  return all;
}

}  // namespace

std::string edge_lines(const Diagram& diagram, const Layout& layout, std::size_t index) {
  const Edge& edge = diagram.edges[index];
  const Route& route = layout.edges.at(index);
  if (route.curve.size() < 4) return {};
  const Line line = line_between(route,
                                 diagram.nodes[edge.from].kind,
                                 layout.nodes.at(edge.from),
                                 diagram.nodes[edge.to].kind,
                                 layout.nodes.at(edge.to));
  return "<g class=\"" + css_class("edge", edge) + "\">" + tooltip(edge.tooltip) + curve_path(line) + arrow_head(line) +
         "</g>\n";
}

std::string edge_label(const Edge& edge, const Route& route) {
  if (!route.label || edge.label.empty()) return {};
  double width = 0;
  for (const auto& line : edge.label) width = std::max(width, text_width(line, label_style));
  const double height = label_line * static_cast<double>(edge.label.size());
  std::string content =
      tooltip(edge.tooltip) + rounded_box("pill", -width / 2 - 2, -height / 2, {width + 4, height}, 4);
  double y = -height / 2;
  for (const auto& line : edge.label) {
    y += label_line;
    content += "<text text-anchor=\"middle\" y=\"" + number(y - 3.5) + "\">" + xml_escaped(line) + "</text>";
  }
  return group(css_class("label", edge), route.label->centre.x, route.label->centre.y, content);
}

}  // namespace stepstorm::graph
