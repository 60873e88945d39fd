#include "terminal/terminal.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::app {
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
}  // namespace stepstorm::app
