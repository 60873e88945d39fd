#include "graph/dot.hpp"

#include <cstdio>

#include "graph/node_box.hpp"
#include "graph/palette.hpp"
#include "graph/words.hpp"
#include "values/xml.hpp"

namespace stepstorm::graph {
namespace {

std::string in_quotes(std::string_view text) {
  std::string escaped = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    if (c == '\n')
      escaped += "\\n";
    else if (c == '&')
      escaped += "&amp;";  // Graphviz reads entities everywhere
    else
      escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return escaped + '"';
}

/// Room at both sides, which Graphviz gives no edge label.
std::string spaced(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) all += (all.empty() ? "  " : "\n  ") + line + "  ";
  return all;
}

std::string inches(double pixels) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", pixels / 72);
  return text;
}

std::string in_font(const std::string& size, std::string_view colour, std::string_view text) {
  return "<FONT POINT-SIZE=\"" + size + "\" COLOR=\"" + std::string(colour) + "\">" + xml_escaped(text) + "</FONT>";
}

// ---- nodes

/// All of them have a box as their outline, so that the edges of our own drawing end where its shapes do.
std::string_view shape_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::Choice: return "shape=box, style=\"filled,diagonals\"";
    case NodeKind::Pass: return "shape=box, style=filled";
    case NodeKind::Fail: return "shape=box, style=filled, peripheries=2";
    case NodeKind::Parallel: return "shape=component, style=filled";
    case NodeKind::Map: return "shape=box3d, style=filled";
    case NodeKind::Join: return "shape=circle, style=filled, fixedsize=true";
    case NodeKind::Task:
    case NodeKind::Wait:
    case NodeKind::Succeed:
    case NodeKind::Start:
    case NodeKind::End: return "shape=box, style=\"filled,rounded\"";
  }
  return "";
}

std::string html_label(const Node& node) {
  std::string html = "<";
  for (const auto& line : node.title) html += (html.size() > 1 ? "<BR/>" : "") + ("<B>" + xml_escaped(line) + "</B>");
  if (!node.subtitle.empty()) html += "<BR/>" + in_font("10", tone::faint_ink.light, node.subtitle);
  for (const auto& badge : node.badges) {
    html += (&badge == &node.badges.front() ? "<BR/>" : "  ") + in_font("9", tone::faint_ink.light, badge.text);
  }
  return html + '>';
}

std::string_view fill_colour(const Node& node) {
  if (node.kind == NodeKind::Join) return accent_of(node.kind).light;
  return node.outcome ? fill_of(*node.outcome).light : tone::card.light;
}

std::string_view border_colour(const Node& node) {
  return (node.outcome && is_state(node.kind) ? accent_of(*node.outcome) : accent_of(node.kind)).light;
}

std::string node_line(const Node& node, std::size_t index) {
  const Size size = size_of(node);
  const std::string label = node.kind == NodeKind::Join ? "\"\"" : html_label(node);
  std::string line = 'n' + std::to_string(index) + " [label=" + label + ", " + std::string(shape_of(node.kind)) +
                     ", width=" + inches(size.width) + ", height=" + inches(size.height) +
                     ", color=" + in_quotes(border_colour(node)) + ", fillcolor=" + in_quotes(fill_colour(node));
  if (!node.tooltip.empty()) line += ", tooltip=" + in_quotes(node.tooltip);
  return line + "];\n";
}

// ---- clusters

class ClusterWriter {
 public:
  ClusterWriter(const Diagram& diagram, std::string& dot) : diagram_(diagram), dot_(dot) {}

  void write_content(const Cluster& cluster, const std::string& indent) {
    for (const auto node : cluster.nodes) dot_ += indent + node_line(diagram_.nodes[node], node);
    for (const auto& inner : cluster.clusters) write(inner, indent);
  }

 private:
  void write(const Cluster& cluster, const std::string& indent) {
    dot_ += indent + "subgraph cluster" + std::to_string(next_++) + " {\n";
    dot_ += indent + "  " + attributes(cluster) + '\n';
    write_content(cluster, indent + "  ");
    dot_ += indent + "}\n";
  }

  static std::string attributes(const Cluster& cluster) {
    if (cluster.is_branch) return "style=rounded; color=" + in_quotes(tone::faint_line.light) + "; margin=12;";
    return "style=\"rounded,dashed\"; color=" + in_quotes(accent_of(cluster.kind).light) + "; margin=14;";
  }

  const Diagram& diagram_;
  std::string& dot_;
  int next_ = 0;
};

// ---- edges

/// How hard the layout tries to make an edge short and straight: the ordinary way is the spine of the picture.
int weight_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::Plain: return 8;
    case EdgeKind::Choice: return 4;
    case EdgeKind::Default: return 3;
    case EdgeKind::Catch: return 1;
  }
  return 1;
}

std::string edge_line(const Edge& edge, std::size_t index) {
  const bool unused = edge.taken == 0;
  const bool dashed = edge.kind == EdgeKind::Catch || edge.kind == EdgeKind::Default;
  const auto colour = unused ? tone::faint_line.light : line_of(edge.kind).light;
  std::string line = "  n" + std::to_string(edge.from) + " -> n" + std::to_string(edge.to) + " [id=e" +
                     std::to_string(index) + ", weight=" + std::to_string(weight_of(edge.kind)) +
                     ", color=" + in_quotes(colour);
  if (dashed) line += ", style=dashed";
  if (edge.taken.value_or(0) > 0) line += ", penwidth=2";
  if (!edge.label.empty()) line += ", label=" + in_quotes(spaced(edge.label));
  if (edge.kind == EdgeKind::Catch) line += ", fontcolor=" + in_quotes(accent_of(NodeKind::Fail).light);
  if (!edge.tooltip.empty()) line += ", tooltip=" + in_quotes(edge.tooltip);
  return line + "];\n";
}

std::string preamble(const Diagram& diagram) {
  return "// " + std::string(in_quotes(diagram.title)) + "\n" +
         "digraph machine {\n"
         "  graph [rankdir=TB, nodesep=0.42, ranksep=0.4, fontname=Helvetica, bgcolor=" +
         in_quotes(tone::paper.light) +
         "];\n"
         "  node [fontname=Helvetica, fontsize=12, fontcolor=" +
         in_quotes(tone::ink.light) +
         "];\n"
         "  edge [fontname=Helvetica, fontsize=12, arrowsize=0.7, fontcolor=" +
         in_quotes(tone::faint_ink.light) + "];\n";
}

}  // namespace

std::string to_dot(const Diagram& diagram) {
  std::string dot = preamble(diagram);
  ClusterWriter(diagram, dot).write_content(diagram.root, "  ");
  for (std::size_t i = 0; i < diagram.edges.size(); ++i) dot += edge_line(diagram.edges[i], i);
  return dot + "}\n";
}

}  // namespace stepstorm::graph
