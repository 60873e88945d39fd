#include "conformance/wildcard.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::conformance {
namespace {

TEST_CASE("a wildcard stands for texts of its kind, and the rest of the pattern for itself", "[conformance]") {
  struct Row {
    const char* pattern;
    const char* text;
    bool matches;
  };
  const auto row = GENERATE(values<Row>({
      {"arn:{{any}}", "arn:aws", true},
      {"arn:{{any}}", "arn:", false},  // at least one character
      {"{{any}}:{{any}}", "a:b:c", true},
      {"{{any}}{{any}}", "é", false},  // one character, whatever its bytes
      {"{{any}}\n", "a\nb\n", true},
      {"at {{iso8601}}!", "at 2024-05-06T07:08:09.123Z!", true},
      {"{{iso8601}}", "2024-05-06T07:08:09+01:00", true},
      {"{{iso8601}}", "2024-05-06T07:08:09,5-0100", true},
      {"{{iso8601}}", "2024-05-06T07:08:09", false},    // no offset
      {"{{iso8601}}", "2024-05-06T07:08:09.Z", false},  // no digit after the point
      {"{{uuid}}", "01234567-89ab-cdef-0123-456789ABCDEF", true},
      {"{{uuid}}", "01234567-89ab-cdef-0123-456789ABCDEg", false},
      {"{{anything}}", "anything", false},
      {"{{{any}}}", "{x}", true},
  }));
  CAPTURE(row.pattern, row.text);
  Bindings bindings;
  CHECK(matches_wildcard(row.pattern, row.text, &bindings) == row.matches);
}

TEST_CASE("a named wildcard stands for the same text wherever it occurs in a case", "[conformance]") {
  Bindings bindings;
  REQUIRE(matches_wildcard("{{any:run}}/{{any:run}}", "a/b/a/b", &bindings));
  CHECK(bindings.at("any:run") == "a/b");
  CHECK_FALSE(matches_wildcard("{{any:run}}", "c", &bindings));
  CHECK(matches_wildcard("{{any:run}}", "c", nullptr));
}

TEST_CASE("what did not match binds no name", "[conformance]") {
  Bindings bindings;
  REQUIRE_FALSE(matches_wildcard("{{any:a}}-{{uuid}}", "x-y", &bindings));
  CHECK(bindings.empty());
}

TEST_CASE("only known words in double braces make a wildcard", "[conformance]") {
  CHECK(has_wildcard("x{{any:}}"));
  CHECK(has_wildcard("{{x{{uuid}}"));
  CHECK_FALSE(has_wildcard("{{now+1d}}"));
  CHECK_FALSE(has_wildcard("{{any:a{b}}"));
}

}  // namespace
}  // namespace stepstorm::conformance
