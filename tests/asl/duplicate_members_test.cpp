#include "values/duplicate_members.hpp"

#include <catch2/catch.hpp>

#include "asl/compile.hpp"

namespace stepstorm {
namespace {

std::string found_in(std::string_view text, std::size_t most = 100) {
  std::string all;
  for (const auto& [name, at] : duplicate_members(text, most))
    all += std::to_string(at.line) + ':' + std::to_string(at.column) + ' ' + name + '\n';
  return all;
}

TEST_CASE("each member that is there twice is found where it stands the second time", "[asl][json]") {
  struct Row {
    std::string_view text;
    std::string_view found;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"a":1,"b":2})", ""},
      {R"({"a":1,"a":2})", "1:8 a\n"},
      {R"({"a":1,"a":2,"a":3})", "1:8 a\n1:14 a\n"},
      {R"({"a":{"x":1},"b":{"x":1}})", ""},
      {R"([{"a":1},{"a":1}])", ""},
      {R"({"a":["a","a"],"b":"a"})", ""},
      {R"({"a":[{"b":1,"b":2}],"c":{},"a":0})", "1:14 b\n1:29 a\n"},
      {R"({"\u0061":1,"a":2})", "1:13 a\n"},
      {"{\"a\":1,\n \"a\" : 2}", "2:2 a\n"},
      {R"("a")", ""},
      {"[]", ""},
  }));
  CAPTURE(row.text);
  CHECK(found_in(row.text) == row.found);
}

TEST_CASE("no more duplicates are gathered than were asked for", "[asl][json]") {
  CHECK(found_in(R"({"a":1,"a":2,"a":3})", 1) == "1:8 a\n");
}

TEST_CASE("a member that is there twice is a warning, and the definition compiles", "[asl][validate]") {
  const auto compiled =
      asl::compile(R"({"StartAt":"A","States":{"A":{"Type":"Pass","End":true},"A":{"Type":"Succeed"}}})",
                   asl::MachineType::STANDARD);
  CHECK(compiled.machine);
  REQUIRE(compiled.findings.size() == 1);
  CHECK(asl::render(compiled.findings[0], "m.json") ==
        "m.json:1:57: warning DUPLICATE_MEMBER: The member 'A' is there twice; the last one counts");
}

}  // namespace
}  // namespace stepstorm
