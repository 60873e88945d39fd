// What the output goes to, and text made for it: colours only on a terminal, lines no wider than the screen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stepstorm::terminal {

struct Terminal {
  bool interactive = false;  // it is a terminal: a line may be rewritten
  bool colours = false;
  std::size_t columns = 100;
};

/// Of an open file descriptor. NO_COLOR and TERM=dumb are honoured, and COLUMNS where it is no terminal.
[[nodiscard]] Terminal terminal_of(int file_descriptor);

enum class Ink { Bold, Dim, Good, Bad, Notice, Accent };

/// The text in that ink, on one line; the text alone where there are no colours. For terminal/output, which makes the ink.
[[nodiscard]] std::string paint(const Terminal& terminal, Ink ink, std::string_view text);

/// How many columns a UTF-8 text takes, counting one per character; it must hold no colours.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// On one line, with spaces up to that many columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns);

/// In a column so wide, that another one follows: padded, and two spaces behind what is longer.
[[nodiscard]] std::string cell(std::string_view text, std::size_t columns);

/// At most that many columns on one line; what is cut off shows as `…`.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

/// Takes as much from the front as fits into a line: up to a gap between two figures (two spaces) or else between two words,
/// one word at least. The text must hold no colours.
[[nodiscard]] std::string_view take_line(std::string_view& text, std::size_t columns);

}  // namespace stepstorm::terminal
