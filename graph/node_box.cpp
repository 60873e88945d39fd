#include "graph/node_box.hpp"

#include <algorithm>

namespace stepstorm::graph {
namespace {

constexpr double icon_gap = 10;
constexpr double room_above = 9;  // and below
constexpr double room_right = 14;
constexpr double narrowest = 120;
constexpr double join_diameter = 9;
constexpr double terminal_room = 32;
constexpr double terminal_height = 26;
constexpr double badge_room = 14;

double width_of_badges(const Node& node) {
  double width = 0;
  for (const auto& badge : node.badges) width += width_of(badge) + badge_gap;
  return node.badges.empty() ? 0 : width - badge_gap;
}

double width_of_text(const Node& node) {
  double width = std::max(text_width(node.subtitle, subtitle_style), width_of_badges(node));
  for (const auto& line : node.title) width = std::max(width, text_width(line, title_style));
  return width;
}

}  // namespace

bool is_state(NodeKind kind) { return kind != NodeKind::Start && kind != NodeKind::End && kind != NodeKind::Join; }

double inset(NodeKind kind) {
  switch (kind) {
    case NodeKind::Choice:
    case NodeKind::Succeed:
    case NodeKind::Parallel: return 16;
    case NodeKind::Task:
    case NodeKind::Pass:
    case NodeKind::Wait:
    case NodeKind::Fail:
    case NodeKind::Map:
    case NodeKind::Start:
    case NodeKind::End:
    case NodeKind::Join: return 10;
  }
  return 10;
}

double text_offset(NodeKind kind) { return inset(kind) + icon_size + icon_gap; }

double width_of(const Badge& badge) { return text_width(badge.text, badge_style) + badge_room; }

Size size_of(const Node& node) {
  if (node.kind == NodeKind::Join) return {join_diameter, join_diameter};
  if (!is_state(node.kind)) return {text_width(node.title.front(), title_style) + terminal_room, terminal_height};
  const double right = room_right + (inset(node.kind) - inset(NodeKind::Task));
  const double badges = node.badges.empty() ? 0 : badge_gap + badge_height;
  return {std::max(narrowest, text_offset(node.kind) + width_of_text(node) + right),
          2 * room_above + title_line * static_cast<double>(node.title.size()) + subtitle_line + badges};
}

}  // namespace stepstorm::graph
