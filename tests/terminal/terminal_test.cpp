#include "terminal/terminal.hpp"

#include <cstdlib>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace stepstorm::terminal {
namespace {

TEST_CASE("a text that is too wide is cut between two characters", "[app][terminal]") {
  struct Row {
    std::string_view text;
    std::size_t columns;
    std::string_view expected;
  };
  const auto row = GENERATE(values<Row>({
      {"order", 5, "order"},
      {"order", 4, "ord…"},
      {"order", 1, "…"},
      {"order", 0, ""},
      {"größer", 6, "größer"},
      {"größer", 4, "grö…"},
      {"two\nlines", 9, "two lines"},
      {"\033[31mred", 20, " [31mred"},  // a text from outside paints nothing
  }));
  CHECK(shortened(row.text, row.columns) == row.expected);
}

TEST_CASE("padding counts characters, not bytes", "[app][terminal]") {
  CHECK(padded("größe", 7) == "größe  ");
  CHECK(padded("longer", 3) == "longer");
}

TEST_CASE("a column never runs into the next one", "[app][terminal]") {
  CHECK(cell("short", 8) == "short   ");
  CHECK(cell("exactly8", 8) == "exactly8  ");
  CHECK(cell("more than eight", 8) == "more than eight  ");
}

TEST_CASE("a text is folded between figures, else between words, and within none", "[app][terminal]") {
  struct Row {
    std::string text;
    std::size_t columns;
    std::string lines;  // with | between them
  };
  const auto row = GENERATE(values<Row>({
      {"", 10, ""},
      {"as it is", 8, "as it is"},
      {"one two three", 8, "one two|three"},
      {"p50 1 ms  p90 2 ms", 14, "p50 1 ms|p90 2 ms"},
      {"✓ ✓ ✓ ✓", 3, "✓ ✓|✓ ✓"},  // characters, not bytes
      {"toolongaword and", 5, "toolongaword|and"},
      {"and toolongaword", 5, "and|toolongaword"},
  }));
  CAPTURE(row.text, row.columns);
  std::string lines;
  for (std::string_view left = row.text; !left.empty();)
    lines += (lines.empty() ? "" : "|") + std::string(take_line(left, row.columns));
  CHECK(lines == row.lines);
}

TEST_CASE("what is no terminal is as wide as COLUMNS says", "[app][terminal]") {
  struct Row {
    const char* asked;
    std::size_t columns;
  };
  const auto row = GENERATE(values<Row>({{"80", 80}, {"7", 40}, {"", 100}, {"wide", 100}, {"-3", 100}, {"80x", 100}}));
  CAPTURE(row.asked);
  const int file = open("/dev/null", O_WRONLY);
  setenv("COLUMNS", row.asked, 1);
  const Terminal terminal = terminal_of(file);
  unsetenv("COLUMNS");
  close(file);
  CHECK(terminal.columns == row.columns);
}

TEST_CASE("there are colours only where somebody sees them", "[app][terminal]") {
  CHECK(paint(Terminal{}, Ink::Good, "fine") == "fine");
  CHECK(paint(Terminal{.interactive = true, .colours = true}, Ink::Good, "fine") == "\xFF[32mfine\xFF[0m");
}

TEST_CASE("text that is painted or padded stays on its line", "[app][terminal]") {
  CHECK(paint(Terminal{}, Ink::Good, "fine\nSUCCEEDED") == "fine\\nSUCCEEDED");
  CHECK(padded("a\n\033[2J", 12) == "a\\n\\u001b[2J");
}

TEST_CASE("a file is no terminal", "[app][terminal]") {
  const Terminal terminal = terminal_of(-1);
  CHECK_FALSE(terminal.interactive);
  CHECK_FALSE(terminal.colours);
}

}  // namespace
}  // namespace stepstorm::terminal
