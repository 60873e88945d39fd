#include "values/payload.hpp"

#include <thread>
#include <vector>

#include <catch2/catch.hpp>

using stepstorm::Json;
using stepstorm::make_object;
using stepstorm::Member;
using stepstorm::parse_json;
using stepstorm::Payload;
using stepstorm::to_text;

namespace {

Json json(std::string_view text) { return parse_json(text).value(); }
Payload payload(std::string_view text) { return Payload{json(text)}; }

}  // namespace

TEST_CASE("a document with members more is what setting them in it gives", "[payload]") {
  struct Row {
    std::string_view base, members, whole;
  };
  const std::vector<Row> rows = {
      {"{}", R"({"a":1})", R"({"a":1})"},
      {R"({"a":1})", "{}", R"({"a":1})"},
      {R"({"a":1,"b":2})", R"({"c":3})", R"({"a":1,"b":2,"c":3})"},
      {R"({"a":1,"b":2,"c":3})", R"({"b":[],"d":4})", R"({"a":1,"b":[],"c":3,"d":4})"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.base, row.members);
    CHECK(to_text(*payload(row.base).with_members(json(row.members))) == row.whole);
  }
}

TEST_CASE("members are found without putting the document together, the latest first", "[payload]") {
  const Payload order = payload(R"({"id":"7","total":1})").with_members(json(R"({"total":2})"));
  CHECK(order.member("id").text() == "7");
  CHECK(order.member("total").number() == 2);
  CHECK_FALSE(order.member("card"));
  CHECK_FALSE(payload("[1]").member("id"));
  CHECK(order.is_object());
  CHECK_FALSE(payload("[1]").is_object());
}

TEST_CASE("the base stays as it was", "[payload]") {
  const Payload base = payload(R"({"a":1})");
  const Payload extended = base.with_members(json(R"({"a":2,"b":3})"));
  CHECK(to_text(*extended) == R"({"a":2,"b":3})");
  CHECK(to_text(*base) == R"({"a":1})");
}

TEST_CASE("documents build on each other as often as one likes", "[payload]") {
  Payload grown;
  for (int i = 0; i < 1'000; ++i) grown = grown.with_members(make_object(Member{"n" + std::to_string(i % 300), i}));
  CHECK(grown->size() == 300);
  CHECK(grown.member("n0").number() == 900);
  CHECK(grown.member("n299").number() == 899);
}

TEST_CASE("a document's size is that of the whole", "[payload]") {
  const Payload base = payload(R"({"a":"12345","b":true})");
  for (const std::string_view members :
       {R"({"c":1.5})", R"({"a":"1"})", R"({"a":"\u0001\n"})", R"({"b":{"c":[1,2]}})"}) {
    CAPTURE(members);
    const Payload extended = base.with_members(json(members));
    const std::size_t size = to_text(*extended).size();
    CHECK_FALSE(extended.text_exceeds(size));
    CHECK(extended.text_exceeds(size - 1));
    CHECK_FALSE(extended.text_exceeds(1'000'000));
  }
}

TEST_CASE("several threads may look at one document", "[payload]") {
  for (int round = 0; round < 100; ++round) {
    const Payload order = payload(R"({"a":1})").with_members(json(R"({"b":2})"));
    std::vector<const Json*> seen(4);
    std::vector<std::thread> readers;
    for (const Json*& place : seen) readers.emplace_back([&place, order] { place = &*order; });
    for (std::thread& reader : readers) reader.join();
    for (const Json* place : seen) CHECK(place == seen[0]);
  }
}
