#include "terminal/output.hpp"

#include <cerrno>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace stepstorm::terminal {
namespace {

TEST_CASE("only the program's own escapes reach the terminal", "[app][output]") {
  struct Row {
    std::string_view text;
    std::string_view shown;
  };
  const auto row = GENERATE(values<Row>({
      {"line\n\tnext\n", "line\n\tnext\n"},
      {"\033[31mred\033[0m", "\\u001b[31mred\\u001b[0m"},
      {"\xFF[31mred\xFF[0m", "\033[31mred\033[0m"},
      {"back\rover\b\a", "back\\rover\\u0008\\u0007"},
      {"\xC2\x9B"
       "2J",
       "\\u009b2J"},
      {"caf\xE9!", "caf\xEF\xBF\xBD!"},
      {"\xF0\x9F\x9A\x80", "\xF0\x9F\x9A\x80"},
  }));
  CHECK(as_shown(row.text) == row.shown);
}

/// What comes out of a pipe after `write` has written to the stream before it.
template <class Write>
std::string through_a_pipe(Write write) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  std::ostringstream stream;
  {
    Output output{stream, ends[1]};
    write(stream);
    CHECK(output.finish() == 0);
  }
  close(ends[1]);
  std::string text(1 << 16, '\0');
  const ssize_t size = read(ends[0], text.data(), text.size());
  close(ends[0]);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return text;
}

TEST_CASE("a character written in pieces comes out whole", "[app][output]") {
  CHECK(through_a_pipe([](std::ostream& out) { out << "\xF0\x9F" << std::flush << "\x9A\x80" << std::endl; }) ==
        "\xF0\x9F\x9A\x80\n");
  CHECK(through_a_pipe([](std::ostream& out) { out << "a\xC3" << std::flush << 'b'; }) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(through_a_pipe([](std::ostream& out) { out << "cut \xC3"; }) == "cut \xEF\xBF\xBD");
}

TEST_CASE("a stream gets its buffer back", "[app][output]") {
  std::ostringstream stream;
  through_a_pipe([](std::ostream&) {});
  { Output output{stream, -1}; }
  stream << "mine";
  CHECK(stream.str() == "mine");
}

TEST_CASE("the first write that fails is remembered", "[app][output]") {
  std::ostringstream stream;
  const int full = open("/dev/full", O_WRONLY);
  REQUIRE(full >= 0);
  Output output{stream, full};
  stream << "report" << std::flush;
  CHECK(stream.good());
  CHECK(output.finish() == ENOSPC);
  close(full);
}

}  // namespace
}  // namespace stepstorm::terminal
