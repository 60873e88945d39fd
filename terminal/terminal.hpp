// Describes where output goes, and formats text for it: colours only on a terminal, lines no wider than the screen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stepstorm::terminal {

struct Terminal {
  bool interactive = false;  // a terminal: lines may be rewritten
  bool colours = false;
  std::size_t columns = 100;
};

/// Returns the terminal of an open file descriptor. Honours NO_COLOR and TERM=dumb, and COLUMNS where the descriptor
/// is no terminal.
[[nodiscard]] Terminal terminal_of(int file_descriptor);

enum class Ink { Bold, Dim, Good, Bad, Notice, Accent };

/// Returns the text in this colour, on one line; without colours, the text alone. Uses the escape byte of
/// terminal/output.hpp.
[[nodiscard]] std::string paint(const Terminal& terminal, Ink ink, std::string_view text);

/// Returns the number of columns of a UTF-8 text, one per character; the text must not contain colours.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// Returns the text on one line, padded with spaces to this many columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns);

/// Returns the text as a table cell of this many columns: padded, or followed by two spaces when it is longer.
[[nodiscard]] std::string cell(std::string_view text, std::size_t columns);

/// Returns at most this many columns on one line; `…` marks a cut.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

/// Removes and returns one line from the front of the text. Breaks at a gap of two spaces between figures, or else
/// between words; takes at least one word. The text must not contain colours.
[[nodiscard]] std::string_view take_line(std::string_view& text, std::size_t columns);

}  // namespace stepstorm::terminal
