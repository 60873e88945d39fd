#include "values/positions.hpp"

#include <catch2/catch.hpp>

namespace stepstorm {
namespace {

/// Every pointer into a document, and one that leads nowhere below each value.
void collect_pointers(const Json& value, const std::string& pointer, std::vector<std::string>& pointers) {
  pointers.push_back(pointer);
  pointers.push_back(pointer_to(pointer, "nowhere"));
  std::size_t index = 0;
  if (value.is_array()) {
    for (const auto& element : value) collect_pointers(element, pointer_to(pointer, index++), pointers);
  }
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
    collect_pointers(member, pointer_to(pointer, name), pointers);
  }
}

TEST_CASE("many pointers at once are found where each of them is found alone", "[asl][positions]") {
  const auto text = GENERATE(as<std::string>{},
                             R"({"a": {"b": [1, 2.5e3, "x", null, true, [], {}]}, "c":"d"})",
                             "\xEF\xBB\xBF {\n  \"a/b\" : 1,\n\t\"m~n\":[\n[ ] ,{\"\":0}]\r\n}\n",
                             R"({"\u0061": [[1], [2, 3]], "q\"uote": {"}": "]"}, "twice": 1, "twice": {"x": 2}})",
                             R"(  "only a text"  )",
                             "[[[[[[1]]]]]]",
                             "{}");
  CAPTURE(text);
  const auto document = parse_json(text);
  REQUIRE(document);
  std::vector<std::string> pointers;
  collect_pointers(*document, "", pointers);
  const auto positions = locate_all(text, {pointers.begin(), pointers.end()});
  REQUIRE(positions.size() == pointers.size());
  for (std::size_t i = 0; i < pointers.size(); ++i) {
    const auto expected = locate(text, pointers[i]);
    CAPTURE(pointers[i]);
    CHECK(positions[i].line == expected.line);
    CHECK(positions[i].column == expected.column);
  }
}

}  // namespace
}  // namespace stepstorm
