// The colours of a diagram, for light and dark backgrounds. DOT uses only the light ones.
#pragma once

#include <string_view>

#include "graph/diagram.hpp"

namespace stepstorm::graph {

struct Tone {
  std::string_view light;
  std::string_view dark;
};

namespace tone {
inline constexpr Tone paper{"#f7f9fb", "#12161c"};
inline constexpr Tone card{"#ffffff", "#1c222b"};
inline constexpr Tone ink{"#1b2430", "#e8edf3"};
inline constexpr Tone faint_ink{"#5d6b7c", "#9aa7b6"};
inline constexpr Tone line{"#8a97a8", "#748194"};
inline constexpr Tone pill{"#e8edf2", "#2b333e"};
inline constexpr Tone faint_line{"#cdd5de", "#363f4b"};
}  // namespace tone

/// Colour of borders and icons, by the type of state.
[[nodiscard]] Tone accent_of(NodeKind kind);

/// Colour of borders, badges and signs, by outcome.
[[nodiscard]] Tone accent_of(Outcome outcome);
/// Fill colour of a node.
[[nodiscard]] Tone fill_of(Outcome outcome);

[[nodiscard]] Tone line_of(EdgeKind kind);

}  // namespace stepstorm::graph
