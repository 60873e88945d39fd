#include "graph/svg.hpp"

#include <algorithm>

#include "graph/markup.hpp"
#include "graph/node_box.hpp"
#include "graph/svg_edge.hpp"
#include "graph/svg_legend.hpp"
#include "graph/svg_shapes.hpp"
#include "graph/svg_style.hpp"
#include "graph/words.hpp"
#include "values/words.hpp"
#include "values/xml.hpp"

namespace stepstorm::graph {
namespace {

constexpr double margin = 28;
constexpr double narrowest = 440;
constexpr TextStyle heading_style{.size = 19, .bold = true};
constexpr TextStyle comment_style{.size = 12.5, .bold = false};
constexpr TextStyle status_style{.size = 12, .bold = true};

std::string text_at(double x, double y, std::string_view css_class, std::string_view text) {
  return "<text class=\"" + std::string(css_class) + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" +
         xml_escaped(text) + "</text>";
}

std::string with_outcome(std::string_view css_class, const std::optional<Outcome>& outcome) {
  return std::string(css_class) + (outcome ? ' ' + std::string(word_for(*outcome)) : "");
}

// ---- nodes

std::string centred_text(const Node& node, const Size& size) {
  return "<text class=\"name\" text-anchor=\"middle\" x=\"" + number(size.width / 2) + "\" y=\"" +
         number(size.height / 2 + 4.7) + "\">" + xml_escaped(node.title.front()) + "</text>";
}

std::string icon_tile(const Node& node, const Size& size) {
  const double y = (size.height - icon_size) / 2;
  return group("glyph",
               inset(node.kind),
               y,
               rounded_box("tile", 0, 0, {icon_size, icon_size}, 7) +
                   "<path class=\"icon\" transform=\"translate(6 6)\" d=\"" + std::string(icon_path(node.icon)) +
                   "\"/>");
}

std::string badge(const Badge& badge, double x, double y) {
  const double width = width_of(badge);
  return "<g class=\"badge " + std::string(word_for(badge.mark)) + "\">" +
         rounded_box("pill", x, y, {width, badge_height}, badge_height / 2) + "<text text-anchor=\"middle\" x=\"" +
         number(x + width / 2) + "\" y=\"" + number(y + 12.2) + "\">" + xml_escaped(badge.text) + "</text></g>";
}

std::string texts(const Node& node, const Size& size) {
  const double x = text_offset(node.kind);
  const double text_height = title_line * static_cast<double>(node.title.size()) + subtitle_line +
                             (node.badges.empty() ? 0 : badge_gap + badge_height);
  double y = (size.height - text_height) / 2;
  std::string content;
  for (const auto& line : node.title) content += text_at(x, (y += title_line) - 4, "name", line);
  content += text_at(x, (y += subtitle_line) - 3.5, "kind faint", node.subtitle);
  double badge_x = x;
  for (const auto& one : node.badges) {
    content += badge(one, badge_x, y + badge_gap);
    badge_x += width_of(one) + badge_gap;
  }
  return content;
}

std::string sign(const Node& node, const Size& size) {
  if (!node.outcome || sign_path(*node.outcome).empty()) return {};
  return group("sign",
               size.width - 6,
               2,
               "<circle r=\"9\"/><path class=\"icon\" d=\"" + std::string(sign_path(*node.outcome)) + "\"/>");
}

std::string node_group(const Node& node, const Box& box) {
  const Size size{box.width, box.height};
  std::string content = tooltip(node.tooltip) + outline(node.kind, size);
  if (is_state(node.kind))
    content += icon_tile(node, size) + texts(node, size) + sign(node, size);
  else if (node.kind != NodeKind::Join)
    content += centred_text(node, size);
  return group(with_outcome("node " + std::string(word_for(node.kind)), node.outcome),
               box.centre.x - box.width / 2,
               box.centre.y - box.height / 2,
               content);
}

// ---- clusters

class ClusterWriter {
 public:
  ClusterWriter(const Layout& layout, std::string& svg) : layout_(layout), svg_(svg) {}

  void write(const std::vector<Cluster>& clusters) {
    for (const auto& cluster : clusters) {
      const Box& box = layout_.clusters.at(next_++);
      const std::string css_class = cluster.is_branch ? "branch" : "cluster " + std::string(word_for(cluster.kind));
      svg_ += rounded_box(css_class,
                          box.centre.x - box.width / 2,
                          box.centre.y - box.height / 2,
                          {box.width, box.height},
                          cluster.is_branch ? 10 : 14) +
              '\n';
      write(cluster.clusters);
    }
  }

 private:
  const Layout& layout_;
  std::string& svg_;
  std::size_t next_ = 0;
};

// ---- the document

std::string machine_drawing(const Diagram& diagram, const Layout& layout) {
  std::string svg;
  ClusterWriter(layout, svg).write(diagram.root.clusters);
  for (std::size_t i = 0; i < diagram.edges.size(); ++i) svg += edge_lines(diagram, layout, i);
  for (std::size_t i = 0; i < diagram.nodes.size(); ++i) svg += node_group(diagram.nodes[i], layout.nodes.at(i));
  for (std::size_t i = 0; i < diagram.edges.size(); ++i) svg += edge_label(diagram.edges[i], layout.edges.at(i));
  return svg;
}

Outcome outcome_of(const RunSummary& run) {
  if (run.status == "SUCCEEDED") return Outcome::Succeeded;
  if (run.status == "FAILED" || run.status == "TIMED_OUT") return Outcome::Failed;
  return run.status == "RUNNING" ? Outcome::Running : Outcome::Stopped;
}

std::string run_text(const RunSummary& run) {
  if (run.executions > 1)
    return "of " + grouped(run.executions) + ' ' + run.nouns + ", in " + duration_text(run.duration) + " on average";
  std::string text = "in " + duration_text(run.duration) + ", " + std::to_string(run.events) + " events";
  if (!run.error.empty()) text += ": " + run.error;
  return text;
}

/// A part of the page, drawn from its own origin.
struct Part {
  std::string content;
  double height = 0;
};

Part heading(const Diagram& diagram, double width) {
  Part part;
  for (const auto& line : wrap(diagram.title, heading_style, width, 2)) {
    part.content += text_at(0, (part.height += 24) - 6, "heading", line) + '\n';
  }
  if (!diagram.comment.empty()) {
    for (const auto& line : wrap(diagram.comment, comment_style, width, 4)) {
      part.content += text_at(0, (part.height += 17) - 4, "comment faint", line) + '\n';
    }
  }
  if (diagram.run) {
    const double chip = text_width(diagram.run->status, status_style) + 20;
    part.height += 10;
    part.content += group(with_outcome("chip", outcome_of(*diagram.run)),
                          0,
                          part.height,
                          rounded_box("pill", 0, 0, {chip, 22}, 11) + text_at(10, 15.3, "status", diagram.run->status));
    const auto words = wrap(run_text(*diagram.run), comment_style, width - chip - 10, 1).front();
    part.content += text_at(chip + 10, part.height + 15.5, "comment faint", words);
    part.height += 22;
  }
  return part;
}

std::string opening(double width, double height, const std::string& title) {
  const std::string size = number(width) + ' ' + number(height);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"stepstorm\" role=\"img\" width=\"" + number(width) +
         "\" height=\"" + number(height) + "\" viewBox=\"0 0 " + size + "\">\n<title>" + xml_escaped(title) +
         "</title>\n<style>" + stylesheet() + "</style>\n" + rounded_box("paper", 0, 0, {width, height}, 12) + '\n';
}

}  // namespace

std::string to_svg(const Diagram& diagram, const Layout& layout) {
  const double width = std::max(layout.width, narrowest);
  const Part head = heading(diagram, width);
  const Legend legend = legend_of(diagram, width);
  const double machine_y = margin + head.height + 20;
  const double legend_y = machine_y + layout.height + 24;
  return opening(width + 2 * margin, legend_y + legend.height + margin, diagram.title) +
         group("head", margin, margin, head.content) +
         group("machine", margin + (width - layout.width) / 2, machine_y, machine_drawing(diagram, layout)) +
         group("legend", margin, legend_y, legend.content) + "</svg>\n";
}

}  // namespace stepstorm::graph
