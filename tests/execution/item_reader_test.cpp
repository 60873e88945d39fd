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

}  // namespace

TEST_CASE("a quote that nothing closes takes the rest of a CSV text", "[execution][item_reader]") {
  const auto text = GENERATE(as<std::string>{}, "a,b\n1,\"open", "a,b\n1,\"open\"");
  CAPTURE(text);
  const auto items = read_items(reader_of(asl::InputType::CSV), text, 0);
  REQUIRE(items);
  CHECK(to_text(*items) == R"([{"a":"1","b":"open"}])");
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

TEST_CASE("an ItemsPointer leads to the list", "[execution][item_reader]") {
  auto reader = reader_of(asl::InputType::JSON);
  reader.items_pointer = GENERATE(as<std::string>{}, "/items/0", "/a~1b");
  CAPTURE(*reader.items_pointer);
  const auto items = read_items(reader, R"({"items":[[1]],"a/b":[1]})", 0);
  REQUIRE(items);
  CHECK(to_text(*items) == "[1]");
}

}  // namespace stepstorm::execution
