#include "values/yaml.hpp"

#include <catch2/catch.hpp>

namespace stepstorm {
namespace {

std::string json_of(std::string_view yaml) {
  const auto document = parse_yaml(yaml);
  if (document) return to_text(document->value);
  const auto& [message, at] = document.error();
  return std::to_string(at.line) + ':' + std::to_string(at.column) + ": " + message;
}

TEST_CASE("a plain scalar is what YAML's core schema says", "[asl][yaml]") {
  struct Row {
    std::string_view scalar, json;
  };
  const auto row = GENERATE(values<Row>({
      {"word", R"("word")"},
      {"yes", R"("yes")"},  // YAML 1.1 took it for true
      {"true", "true"},
      {"False", "false"},
      {"~", "null"},
      {"null", "null"},
      {"", "null"},
      {"12", "12"},
      {"-3", "-3"},
      {"+3", "3"},
      {"0123", "123"},
      {"0x1F", "31"},
      {"0o17", "15"},
      {"1_000", R"("1_000")"},
      {"18446744073709551615", "18446744073709551615"},
      {"1.0", "1.0"},
      {".5", "0.5"},
      {"1.", "1.0"},
      {"1e3", "1000.0"},
      {"1e999", R"("1e999")"},
      {"1.2.3", R"("1.2.3")"},
      {"2016-03-14T01:59:00Z", R"("2016-03-14T01:59:00Z")"},
      {"'12'", R"("12")"},
      {"\"true\"", R"("true")"},
      {"!!str 12", R"("12")"},
      {"$.a.b", R"("$.a.b")"},
      {"States.Format('{}', $.a)", R"j("States.Format('{}', $.a)")j"},
  }));
  CAPTURE(row.scalar);
  CHECK(json_of(row.scalar) == row.json);
}

TEST_CASE("sequences, maps, aliases and merge keys become plain JSON", "[asl][yaml]") {
  CHECK(json_of("a: [1, {b: c}]\nd:\n  - e\n  - f: g\n") == R"({"a":[1,{"b":"c"}],"d":["e",{"f":"g"}]})");
  CHECK(json_of("a: &x {n: 1}\nb: *x\n") == R"({"a":{"n":1},"b":{"n":1}})");
  CHECK(json_of("base: &x {n: 1, m: 2}\nb:\n  <<: *x\n  n: 3\n") == R"({"base":{"n":1,"m":2},"b":{"n":3,"m":2}})");
  CHECK(json_of("x: &x {n: 1}\ny: &y {n: 2, m: 2}\nb: {<<: [*x, *y]}\n") ==
        R"({"x":{"n":1},"y":{"n":2,"m":2},"b":{"n":1,"m":2}})");
  CHECK(json_of("text: |\n  one\n  two\n") == R"({"text":"one\ntwo\n"})");
  CHECK(json_of(R"({"json": ["is", "YAML"]})") == R"({"json":["is","YAML"]})");
  CHECK(json_of("1: a\ntrue: b\n") == R"({"1":"a","true":"b"})");
  CHECK(json_of("") == "null");
}

TEST_CASE("what has no meaning as JSON is refused where it is", "[asl][yaml]") {
  struct Row {
    std::string_view yaml, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"a: 1\nb: 2\na: 3\n", "3:1: the member 'a' is there twice"},
      {"a: .inf\n", "1:4: '.inf' cannot be said in JSON"},
      {"a: .nan\n", "1:4: '.nan' cannot be said in JSON"},
      {"a: !Sub 'x'\n", "1:4: the tag '!Sub' is not supported"},
      {"[a]: 1\n", "1:1: a member's name must be a text"},
      {"a: {<<: 1}\n", "1:9: '<<' can merge only maps"},
  }));
  CAPTURE(row.yaml);
  CHECK(json_of(row.yaml) == row.expected);
}

TEST_CASE("what is not YAML is refused with a position", "[asl][yaml]") {
  const auto yaml = GENERATE(
      as<std::string_view>{}, "a: [1,\n", "a: b: c\n", "a: *x\n", "\"open\n", "a: 'open\nb: 1\n", "a:\n\t- b\n");
  CAPTURE(yaml);
  const auto document = parse_yaml(yaml);
  REQUIRE_FALSE(document);
  CHECK_FALSE(document.error().message.empty());
  CHECK(document.error().at.line >= 1);
}

TEST_CASE("what cannot be read for another reason is refused for that reason", "[asl][yaml]") {
  const auto deep = parse_yaml("a: " + std::string(5000, '[') + std::string(5000, ']') + '\n');
  REQUIRE_FALSE(deep);
  CHECK(deep.error().message == "the document is nested too deep");
  const auto cut = parse_yaml(std::string("a: 1\nb: \"x\0y\"\n", 14));
  REQUIRE_FALSE(cut);
  CHECK(cut.error().message == "unexpected NUL character");
  CHECK(cut.error().at.line == 2);
  CHECK(cut.error().at.column == 6);
}

TEST_CASE("a second document is refused, not dropped", "[asl][yaml]") {
  CHECK_FALSE(parse_yaml("a: 1\n---\nb: 2\n"));
  CHECK(parse_yaml("---\na: 1\n..."));
  CHECK(parse_yaml("---\na: 1\n...\n"));
}

TEST_CASE("every value's position is known, and the nearest around what is not there", "[asl][yaml]") {
  const auto document =
      parse_yaml("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Result: [1, 2]\n  'a/b': {Type: Succeed}\n");
  REQUIRE(document);
  const auto position = [&](std::string_view pointer) {
    const auto at = document->locate(pointer);
    return std::to_string(at.line) + ':' + std::to_string(at.column);
  };
  CHECK(position("") == "1:1");
  CHECK(position("/StartAt") == "1:10");
  CHECK(position("/States/A/Type") == "4:11");
  CHECK(position("/States/A/Result/1") == "5:17");
  CHECK(position("/States/a~1b/Type") == "6:17");
  CHECK(position("/States/A/Next") == position("/States/A"));
  CHECK(position("/nowhere/at/all") == "1:1");
}

TEST_CASE("aliases cannot unfold without bound", "[asl][yaml]") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const auto inner = "*a" + std::to_string(i - 1);
    bomb += 'a' + std::to_string(i) + ": &a" + std::to_string(i) + " [" + inner;
    for (int k = 1; k < 10; ++k) bomb += ", " + inner;
    bomb += "]\n";
  }
  const auto document = parse_yaml(bomb);
  REQUIRE_FALSE(document);
  CHECK(document.error().message == "the document unfolds to more than is allowed");
}

TEST_CASE("neither merges nor nesting nor size are without bound", "[asl][yaml]") {
  CHECK_FALSE(parse_yaml("a: &a\n  <<: *a\n"));
  CHECK_FALSE(parse_yaml(std::string(100'000, '[')));
  CHECK_FALSE(parse_yaml(std::string((1 << 20) + 1, ' ')));
}

}  // namespace
}  // namespace stepstorm
