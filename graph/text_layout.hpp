// How wide text will be and where it breaks, without a font: from the widths of Helvetica, rounded up, so that what a
// reader's machine has instead still fits.
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

/// In pixels, of UTF-8 text on one line.
[[nodiscard]] double text_width(std::string_view text, const TextStyle& style);

/// Lines of at most `width` pixels. Breaks after spaces, hyphens, underscores, dots and slashes, between the humps of
/// camelCase, and where nothing else helps between any two characters. More than `lines_max` end in `…`.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text,
                                            const TextStyle& style,
                                            double width,
                                            std::size_t lines_max);

}  // namespace stepstorm::graph
