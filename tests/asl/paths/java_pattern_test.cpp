#include "asl/paths/java_pattern.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::asl {
namespace {

TEST_CASE("a regular expression means what Java means by it", "[asl][java_pattern]") {
  struct Row {
    std::string_view expression, text;
    bool matches;
  };
  const auto row = GENERATE(values<Row>({
      {"a.c", "abc", true},
      {"a.c", "a\nc", false},
      {"a.c", "a\rc", false},
      {"a.c", "a\u2028c", false},
      {"a.c", "aéc", true},
      {R"(a\.c)", "abc", false},
      {R"(\s+)", " \t\v", true},
      {R"([\s-]+)", "\v-", true},
      {R"(\S)", "\v", false},
      {R"([.a]+)", "a.", true},
      {"[.]", "b", false},
      {R"([^]]+)", "ab", true},
      {"(?:ab|c)+", "abc", true},
      {"(?i)AB", "ab", true},
      {R"(\p{L}\d{2})", "é12", true},
  }));
  CAPTURE(row.expression, row.text);
  const auto pattern = java_pattern(row.expression, false);
  REQUIRE(pattern.has_value());
  CHECK(re2::RE2::FullMatch(re2::StringPiece(row.text.data(), row.text.size()), **pattern) == row.matches);
}

TEST_CASE("what RE2 lacks or means otherwise is refused", "[asl][java_pattern]") {
  const auto expression = GENERATE(as<std::string>(),
                                   "(?=a)",
                                   "(?<n>a)",
                                   "(?P<n>a)",
                                   "(?s).",
                                   R"((a)\1)",
                                   "a++",
                                   "[a[b]]",
                                   R"(\h)",
                                   R"(\Qa\E)",
                                   R"([\S])",
                                   "(",
                                   "a\\");
  CAPTURE(expression);
  const auto pattern = java_pattern(expression, false);
  REQUIRE_FALSE(pattern.has_value());
  CHECK_THAT(pattern.error(), Catch::StartsWith("The regular expression is not usable: "));
}

}  // namespace
}  // namespace stepstorm::asl
