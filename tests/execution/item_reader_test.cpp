// Texts that are not what the ItemReader says they are.
#include "execution/item_reader.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::execution {

namespace {

asl::ItemReader reader_of(asl::InputType type) {
  asl::ItemReader reader;
  reader.input_type = type;
  return reader;
}

/// All items, as text; or the error.
tl::expected<std::string, std::string> read_items(const asl::ItemReader& reader,
                                                  const std::string& text,
                                                  std::int64_t max_items) {
  ItemCursor cursor{reader, std::make_shared<const std::string>(text), max_items};
  Json items = Json::array();
  for (;;) {
    auto step = cursor.next();
    if (!step) return tl::unexpected{step.error()};
    if (step->item) items.push_back(std::move(*step->item));
    if (step->over) return to_text(items);
  }
}

}  // namespace

TEST_CASE("a quote that nothing closes takes the rest of a CSV text", "[execution][item_reader]") {
  const auto text = GENERATE(as<std::string>{}, "a,b\n1,\"open", "a,b\n1,\"open\"");
  CAPTURE(text);
  const auto items = read_items(reader_of(asl::InputType::CSV), text, 0);
  REQUIRE(items);
  CHECK(*items == R"([{"a":"1","b":"open"}])");
}

TEST_CASE("an ItemsPointer that leads nowhere, or is none, is the reader's failure", "[execution][item_reader]") {
  auto reader = reader_of(asl::InputType::JSON);
  reader.items_pointer = GENERATE(as<std::string>{},
                                  "items",
                                  "/~2",
                                  "/no",
                                  "/items/7",
                                  "/items/-",
                                  "/items/01",
                                  "/items/99999999999999999999",
                                  "/items/0/x");
  CAPTURE(*reader.items_pointer);
  const auto items = read_items(reader, R"({"items":[[1]]})", 0);
  REQUIRE_FALSE(items);
  CHECK(items.error() == "The ItemsPointer '" + *reader.items_pointer + "' does not reference a value in the file.");
}

TEST_CASE("an ItemsPointer leads to the list, and all beside it must be JSON", "[execution][item_reader]") {
  struct Row {
    std::string pointer;
    std::string text;
    std::string items;  // or the error
    std::int64_t max_items = 0;
  };
  const std::string invalid = "Attempting to parse an invalid JSON file: ";
  const auto row = GENERATE_REF(values<Row>({
      {"", "[1]", "[1]"},
      {"/items/0", R"({"items":[[1]]})", "[1]"},
      {"/a~1b", R"({"a/b":[1]})", "[1]"},
      {"/a", R"({"\u0061":[1]})", "[1]"},
      {"/2/a", R"(["x]",{"a":[9]},{"b":{"a":[8]},"a":[1,2,3],"c":"}"},[7]])", "[1,2,3]"},
      {"/a", R"({"a":[1,2,3],"b":[4]})", "[1,2]", 2},
      {"/a", "\xef\xbb\xbf{\"a\":[1]}", "[1]"},
      {"/a", R"({"a":[1]}x)", invalid + "unexpected 'x', expected nothing more"},
      {"/a", R"({"a":[1],"b":x})", invalid + "unexpected 'x', expected a value", 1},
      {"/a", R"({"b":x,"a":[1]})", invalid + "unexpected 'x', expected a value"},
      {"/a", R"({"a":[1]])", invalid + "unexpected ']', expected ',' or '}'"},
      {"/a", R"({"a":{"0":1}})", "Attempting to map over non-iterable node."},
      {"/a", R"({"a":1})", "Attempting to map over non-iterable node."},
      {"/a/0", R"({"a":{"0":[1]}})", "[1]"},
      {"/a", R"({"a":[1],"a":[2]})", "The ItemsPointer '/a' references more than one value in the file."},
  }));
  CAPTURE(row.pointer, row.text, row.max_items);
  auto reader = reader_of(asl::InputType::JSON);
  reader.items_pointer = row.pointer;
  const auto items = read_items(reader, row.text, row.max_items);
  CHECK(items.value_or(items ? "" : items.error()) == row.items);
}

TEST_CASE("a list is read element by element, and all of it must be JSON", "[execution][item_reader]") {
  struct Row {
    std::string text;
    std::string items;  // or the error
    std::int64_t max_items = 0;
  };
  const std::string invalid = "Attempting to parse an invalid JSON file: ";
  const auto row = GENERATE_REF(values<Row>({
      {"[]", "[]"},
      {" [ \n] ", "[]"},
      {"[1]", "[1]"},
      {"\t[1 , [2,[3]] ,{\"a\":[\"]\"]}, \",\\\"]\"]\n", R"([1,[2,[3]],{"a":["]"]},",\"]"])"},
      {"[1,2,3]", "[1,2]", 2},
      {"[1,2,x]", invalid + "unexpected 'x', expected a value", 2},
      {"[1,2", invalid + "the text ends too early, expected ',' or ']'"},
      {"[1,]", invalid + "unexpected ']', expected a value"},
      {"[,1]", invalid + "unexpected ',', expected a value"},
      {"[1 2]", invalid + "unexpected '2', expected ',' or ']'"},
      {"[1]]", invalid + "unexpected ']', expected nothing more"},
      {"[1}]", invalid + "unexpected '}', expected ',' or ']'"},
      {"[\"a]", invalid + "invalid string: missing closing quote"},
      {"", invalid + "the text is empty, expected a value"},
      {"{}", "Attempting to map over non-iterable node."},
      {"\xef\xbb\xbf[1]", "[1]"},
      {"[\xef\xbb\xbf"
       "1]",
       invalid + "unexpected '\xef\xbb\xbf"
                 "1', expected a value"},
  }));
  CAPTURE(row.text, row.max_items);
  const auto items = read_items(reader_of(asl::InputType::JSON), row.text, row.max_items);
  CHECK(items.value_or(items ? "" : items.error()) == row.items);
}

TEST_CASE("a list may be as deep as any document", "[execution][item_reader]") {
  const std::size_t depth = JsonLimits{}.depth;
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  CHECK(read_items(reader_of(asl::InputType::JSON), nested(depth), 0) == nested(depth));
  CHECK_FALSE(read_items(reader_of(asl::InputType::JSON), nested(depth + 1), 0));
}

}  // namespace stepstorm::execution
