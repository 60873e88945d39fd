#include "config/comments.hpp"

#include <catch2/catch.hpp>

#include "config/settings.hpp"

namespace stepstorm::config {
namespace {

TEST_CASE("comments become blanks outside of texts, everything else stays where it is", "[config][comments]") {
  const auto [text, plain] = GENERATE(table<std::string, std::string>({
      {"{} // all\n{}", "{}       \n{}"},
      {"[1, /* two\n */ 3]", "[1,       \n    3]"},
      {R"({"a": "// not /* one */", "b\"//": 1})", R"({"a": "// not /* one */", "b\"//": 1})"},
      {"1 / 2 /", "1 / 2 /"},
      {"/* without end", "/* without end"},
      {"// only", "       "},
      {"/**/1", "    1"},
      {"\"open // ", "\"open // "},
  }));
  CHECK(without_comments(text) == plain);
}

TEST_CASE("what is wrong behind a comment is found on its line", "[config][comments]") {
  const auto settings = read_settings("// who answers\n{ /* a number */ \"seed\": \"x\" }", "s.json");
  REQUIRE_FALSE(settings);
  CHECK(render(settings.error().front()).starts_with("s.json:2:26: /seed: "));
  CHECK(read_settings("{} // end", "s.json"));
}

}  // namespace
}  // namespace stepstorm::config
