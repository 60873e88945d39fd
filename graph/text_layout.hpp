// Measures and breaks text without a font: uses the widths of Helvetica, rounded up, so that the text still fits in a
// substitute font.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stepstorm::graph {

struct TextStyle {
  double size = 12;  // pixels
  bool bold = false;
};

/// Returns the width in pixels of UTF-8 text on one line.
[[nodiscard]] double text_width(std::string_view text, const TextStyle& style);

/// Breaks text into lines of at most `width` pixels: after spaces, hyphens, underscores, dots and slashes, between the
/// humps of camelCase, and as a last resort between any two characters. Text beyond `lines_max` lines is cut with `…`.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text,
                                            const TextStyle& style,
                                            double width,
                                            std::size_t lines_max);

}  // namespace stepstorm::graph
