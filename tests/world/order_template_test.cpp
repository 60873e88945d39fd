#include "world/order_template.hpp"

#include <map>
#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::world {
namespace {

using Json = OrderTemplate::Json;

OrderTemplate prepared(const std::string& text) {
  auto made = OrderTemplate::parse(Json::parse(text));
  REQUIRE(made);
  return *std::move(made);
}

TEST_CASE("a template is filled from its sequence and stream, the rest is as it was", "[world][order_template]") {
  const auto orders = prepared(R"({"orderId": "order-{{sequence}}", "number": "{{sequence}}", "lines": [
      {"sku": "{{choice A-1}}", "count": "{{uniform 3 3}}"}, {"price": "{{uniform 2.50 2.5}}", "gift": true}],
      "note": "{{choice x}} of {{uniform 7 7}}, {{uniform -0.05 -0.05}} off", "empty": {}, "none": null})");
  Stream random{1};
  CHECK(orders.draw(42, random).dump() ==
        R"({"orderId":"order-42","number":42,"lines":[{"sku":"A-1","count":3},{"price":2.5,"gift":true}],)"
        R"("note":"x of 7, -0.05 off","empty":{},"none":null})");
}

TEST_CASE("one seed makes the same orders, another one others", "[world][order_template]") {
  const auto orders = prepared(R"({"a": "{{uniform 1 1000000}}", "b": "{{uuid}}", "c": "{{choice A B C}}"})");
  Stream first{1};
  Stream again{1};
  Stream other{2};
  const Json order = orders.draw(1, first);
  CHECK(order == orders.draw(1, again));
  CHECK(order != orders.draw(1, other));
  CHECK(order != orders.draw(1, first));
  CHECK(order["b"].get<std::string>().size() == 36);
}

TEST_CASE("an order of a flat template is its pattern with other values for some members", "[world][order_template]") {
  const auto made = prepared(
      R"({"fixed":[1,2],"id":"order-{{sequence}}","n":"{{sequence}}","total":"{{uniform 1 9.99}}","word":"{{choice a b}}"})");
  REQUIRE(made.is_flat());
  for (std::uint64_t sequence = 1; sequence < 100; ++sequence) {
    Stream random{sequence};
    Stream same{sequence};
    Json order = made.pattern();
    made.draw_members(sequence, random, [&](std::string_view name, const OrderTemplate::Value& value) {
      std::visit([&](const auto& drawn) { order[std::string{name}] = drawn; }, value);
    });
    CHECK(order == made.draw(sequence, same));
  }
  CHECK(prepared(R"({"fixed":1})").is_flat());
  CHECK_FALSE(prepared(R"({"card":{"number":"{{choice 1 2}}"}})").is_flat());
  CHECK_FALSE(prepared(R"(["{{uuid}}"])").is_flat());
  CHECK_FALSE(prepared(R"("{{uuid}}")").is_flat());
}

TEST_CASE("uniform reaches both ends and all between alike", "[world][order_template]") {
  const auto orders = prepared(R"("{{uniform -0.2 0.3}}")");
  Stream random{1};
  std::map<double, int> counts;
  for (int draw = 0; draw < 60'000; ++draw) ++counts[orders.draw(1, random).get<double>()];
  REQUIRE(counts.size() == 6);
  CHECK(counts.begin()->first == -0.2);
  CHECK(counts.rbegin()->first == 0.3);
  for (const auto& [value, count] : counts) {
    CAPTURE(value);
    CHECK(count == Approx(10'000).margin(400).epsilon(0));
  }
}

TEST_CASE("a word named twice is chosen twice as often", "[world][order_template]") {
  const auto orders = prepared(R"("{{choice visa visa amex}}")");
  Stream random{1};
  int visas = 0;
  for (int draw = 0; draw < 30'000; ++draw) visas += orders.draw(1, random) == "visa" ? 1 : 0;
  CHECK(visas == Approx(20'000).margin(350).epsilon(0));
}

TEST_CASE("what is wrong with a template is said by place and expectation", "[world][order_template]") {
  struct Row {
    std::string text;
    std::string pointer;
    std::string message;
  };
  const std::string uniform =
      "expected uniform and two numbers, the smaller one first, with at most 9 digits before the point and 6 after it";
  const auto row = GENERATE_COPY(values<Row>({
      {R"({"a": ["{{number}}"]})",
       "/a/0",
       "expected sequence, uniform, choice or uuid between {{ and }}, found \"number\""},
      {R"("{{}}")", "", "expected sequence, uniform, choice or uuid between {{ and }}, found \"\""},
      {R"({"a/b": {"c~d": "{{sequence"}})", "/a~1b/c~0d", "expected }} after {{"},
      {R"({"{{sequence}}": 1})", "/{{sequence}}", "expected a member name without {{: only values are drawn"},
      {R"("{{sequence 1}}")", "", "expected sequence alone"},
      {R"("{{uuid 4}}")", "", "expected uuid alone"},
      {R"("{{choice}}")", "", "expected choice and at least one word"},
      {R"("{{uniform 1}}")", "", uniform},
      {R"("{{uniform 1 2 3}}")", "", uniform},
      {R"("{{uniform 2 1}}")", "", uniform},
      {R"("{{uniform 1 b}}")", "", uniform},
      {R"("{{uniform 1. 2}}")", "", uniform},
      {R"("{{uniform .1 2}}")", "", uniform},
      {R"("{{uniform - 2}}")", "", uniform},
      {R"("{{uniform 1.5.2 2}}")", "", uniform},
      {R"("{{uniform 1 1234567890}}")", "", uniform},
  }));
  CAPTURE(row.text);
  const auto made = OrderTemplate::parse(Json::parse(row.text));
  REQUIRE_FALSE(made);
  CHECK(made.error().pointer == row.pointer);
  CHECK(made.error().message == row.message);
}

}  // namespace
}  // namespace stepstorm::world
