#include "values/utf8.hpp"

#include <catch2/catch.hpp>

namespace stepstorm {
namespace {

TEST_CASE("a text is UTF-8 as far as the Unicode Standard says", "[asl][utf8]") {
  struct Row {
    std::string_view text;
    std::size_t prefix;
  };
  const auto row = GENERATE(values<Row>({
      {"", 0},
      {"plain", 5},
      {"caf\xC3\xA9", 5},
      {"caf\xE9", 3},           // latin-1
      {"\xFF", 0},              // begins nothing
      {"a\x80", 1},             // continues nothing
      {"\xC0\xAF", 0},          // overlong
      {"\xE0\x9F\xBF", 0},      // overlong
      {"\xF0\x8F\xBF\xBF", 0},  // overlong
      {"\xED\xA0\x80", 0},      // a surrogate
      {"\xF4\x90\x80\x80", 0},  // above U+10FFFF
      {"\xF4\x8F\xBF\xBF", 4},  // U+10FFFF
      {"\xF0\x9F\x9A\x80", 4},  // U+1F680
      {"ab\xF0\x9F\x9A", 2},    // cut short
      {"\xE2\x82"
       "a",
       0},
  }));
  CAPTURE(row.text);
  CHECK(utf8_prefix(row.text) == row.prefix);
  CHECK(is_utf8(row.text) == (row.prefix == row.text.size()));
}

TEST_CASE("no character of a line breaks it or commands a terminal", "[asl][utf8]") {
  struct Row {
    std::string_view text;
    std::string_view line;
  };
  const auto row = GENERATE(values<Row>({
      {"größe 🚀", "größe 🚀"},
      {"one\ntwo\r\tthree", "one\\ntwo\\r\\tthree"},
      {"\033[2Jgone", "\\u001b[2Jgone"},
      {"\x7F", "\\u007f"},
      {"\xC2\x9B"
       "2J",
       "\\u009b2J"},                // CSI in one character
      {"\xE2\x80\xA8", "\\u2028"},  // a line separator
      {"\xE2\x80\xAE"
       "drow",
       "\\u202edrow"},  // written from right to left
      {std::string_view("a\0b", 3), "a\\u0000b"},
      {"\\n", "\\n"},
  }));
  CHECK(on_one_line(row.text) == row.line);
}

}  // namespace
}  // namespace stepstorm
