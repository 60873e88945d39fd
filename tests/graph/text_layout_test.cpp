#include "graph/text_layout.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::graph {
namespace {

constexpr TextStyle style{.size = 10, .bold = false};

std::string wrapped(const std::string& text, double width, std::size_t lines_max) {
  std::string lines;
  for (const auto& line : wrap(text, style, width, lines_max)) lines += (lines.empty() ? "" : "|") + line;
  return lines;
}

}  // namespace

TEST_CASE("text breaks where words, parts of names and humps end", "[graph][text]") {
  struct Row {
    std::string text;
    double width;
    std::size_t lines_max;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {"Pay", 200, 3, "Pay"},
      {"", 200, 3, ""},
      {"Wait for the bank", 60, 3, "Wait for the|bank"},
      {"WaitForTheBank", 60, 3, "WaitForThe|Bank"},
      {"wait_for_the-bank", 60, 3, "wait_for_|the-bank"},
      {"Donaudampfschifffahrt", 60, 3, "Donaudamp|fschifffahrt"},
      {"注文を受け取る", 45, 3, "注文を受|け取る"},
      {"one two three four five", 40, 2, "one two|three…"},
  }));
  CAPTURE(row.text);
  CHECK(wrapped(row.text, row.width, row.lines_max) == row.expected);
}

TEST_CASE("no line is wider than asked for, whatever the bytes", "[graph][text]") {
  const std::string text = GENERATE(as<std::string>{},
                                    std::string(80, 'W'),
                                    std::string("\xff\x80\xc3 broken \xe6"),
                                    std::string("\xF0\x9F\x9A\x80\xF0\x9F\x9A\x80\xF0\x9F\x9A\x80"),
                                    std::string("a  b   c"));
  for (const auto& line : wrap(text, style, 30, 100)) CHECK(text_width(line, style) <= 30);
}

}  // namespace stepstorm::graph
