// The size and the inner layout of a node: an icon at the left, lines of text beside it, badges below. In pixels, which
// are Graphviz's points.
#pragma once

#include "graph/diagram.hpp"
#include "graph/text_layout.hpp"

namespace stepstorm::graph {

inline constexpr TextStyle title_style{.size = 13.5, .bold = true};
inline constexpr TextStyle subtitle_style{.size = 11, .bold = false};
inline constexpr TextStyle badge_style{.size = 10, .bold = true};
inline constexpr TextStyle label_style{.size = 11, .bold = false};  // of edges

inline constexpr double title_line = 17;
inline constexpr double subtitle_line = 15;
inline constexpr double badge_height = 17;
inline constexpr double badge_gap = 5;
inline constexpr double icon_size = 28;

struct Size {
  double width = 0;
  double height = 0;
};

/// Start, End and Join have neither icon nor badges.
[[nodiscard]] bool is_state(NodeKind kind);

[[nodiscard]] Size size_of(const Node& node);

/// Distance from the left edge of a state's box to its icon: some shapes are narrow at their sides.
[[nodiscard]] double inset(NodeKind kind);

/// Distance from the left edge of a state's box to its text.
[[nodiscard]] double text_offset(NodeKind kind);

[[nodiscard]] double width_of(const Badge& badge);

}  // namespace stepstorm::graph
