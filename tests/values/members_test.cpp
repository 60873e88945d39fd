#include "values/members.hpp"

#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "values/payload.hpp"
#include "world/stream.hpp"

namespace stepstorm {
namespace {

Json json(std::string_view text) { return parse_json(text).value(); }

Payload order() {
  return Payload{}.with_members(
      Members{}
          .text("id", "7")
          .integer("items", -2)
          .number("total", 49.5)
          .boolean("paid", true)
          .object("address", Members{}.text("city", "Bern").object("geo", Members{}.number("lat", 46.9))));
}

constexpr std::string_view order_text =
    R"({"id":"7","items":-2,"total":49.5,"paid":true,"address":{"city":"Bern","geo":{"lat":46.9}}})";

/// The same members both ways.
struct Both {
  Members members;
  Json object = Json::object();
};

void add_random(Both& both, const std::string& name, world::Stream& random, int depth) {
  switch (random.below(depth > 0 ? 5 : 4)) {
    case 0: {
      std::string text;
      for (std::uint64_t left = random.below(12); left > 0; --left) text += static_cast<char>(random.below(128));
      both.members.text(name, text), both.object[name] = text;
      break;
    }
    case 1: {
      const auto value = static_cast<std::int64_t>(random.bits()) >> random.below(64);
      both.members.integer(name, value), both.object[name] = value;
      break;
    }
    case 2: {
      const double value = (random.uniform() - 0.5) * static_cast<double>(random.below(1'000'000));
      both.members.number(name, value), both.object[name] = value;
      break;
    }
    case 3: {
      const bool value = random.below(2) == 0;
      both.members.boolean(name, value), both.object[name] = value;
      break;
    }
    default: {
      Both inner;
      for (std::uint64_t left = random.below(4); left > 0; --left)
        add_random(inner, name + std::to_string(left), random, depth - 1);
      both.members.object(name, inner.members), both.object[name] = inner.object;
    }
  }
}

void add_random_members(Both& both, world::Stream random) {
  for (std::uint64_t left = random.below(6); left > 0; --left)
    add_random(both, std::string(1, static_cast<char>('a' + left)), random, 3);
}

}  // namespace

TEST_CASE("members become the object that they were added to be, in their order", "[members]") {
  CHECK(to_text(*order()) == order_text);
  CHECK(to_text(*Payload{}.with_members(Members{})) == "{}");
  CHECK(to_text(*Payload{json(R"({"a":1,"b":2})")}.with_members(Members{}.text("a", "x").integer("c", 3))) ==
        R"({"a":"x","b":2,"c":3})");
}

TEST_CASE("a value is read where it lies, and only as what it is", "[members]") {
  const Payload packed = order();
  const Payload parsed{json(order_text)};
  for (const Payload& payload : {packed, parsed}) {
    CHECK(payload.is_object());
    CHECK(payload.member("id").text() == "7");
    CHECK_FALSE(payload.member("id").number());
    CHECK(payload.member("items").number() == -2);
    CHECK(payload.member("total").number() == 49.5);
    CHECK_FALSE(payload.member("paid").number());
    CHECK(payload.member("paid"));
    CHECK(payload.member("address").is_object());
    CHECK(payload.member("address").member("city").text() == "Bern");
    CHECK(payload.member("address").member("geo").member("lat").number() == 46.9);
    CHECK_FALSE(payload.member("address").member("street"));
    CHECK_FALSE(payload.member("id").member("length"));
    CHECK_FALSE(payload.member("card"));
    CHECK(to_text(payload.member("address").to_json()) == R"({"city":"Bern","geo":{"lat":46.9}})");
  }
  CHECK(packed.member("address").json() == nullptr);
  CHECK(*parsed.member("address").json() == packed.member("address").to_json());
}

TEST_CASE("an object is one member, also beside those of its name", "[members]") {
  const Payload base{json(R"({"a":1,"b":2})")};
  CHECK(to_text(*base.with_object("c", Members{}.text("d", "e"))) == R"({"a":1,"b":2,"c":{"d":"e"}})");
  CHECK(to_text(*base.with_object("a", Members{})) == R"({"a":{},"b":2})");
}

TEST_CASE("there may be many members, and long ones", "[members]") {
  Members members;
  Json expected = Json::object();
  for (int i = 0; i < 100; ++i) {
    const std::string name = "member " + std::to_string(i);
    const std::string value(static_cast<std::size_t>(i * i), 'x');
    members.text(name, value), expected[name] = value;
  }
  CHECK(*Payload{}.with_members(members) == expected);
  CHECK(*Payload{}.with_object("all", members) == Json{{"all", expected}});
}

TEST_CASE("the ends of all numbers are kept", "[members]") {
  using Integers = std::numeric_limits<std::int64_t>;
  const Payload payload = Payload{}.with_members(
      Members{}.integer("least", Integers::min()).integer("most", Integers::max()).number("tiny", 5e-324));
  CHECK((*payload)["least"] == Integers::min());
  CHECK((*payload)["most"] == Integers::max());
  CHECK((*payload)["tiny"] == 5e-324);
}

TEST_CASE("random members are as their object, and no larger than they say", "[members]") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    INFO("random members of the stream of " << seed);
    Both both;
    add_random_members(both, world::Stream{seed});
    const Payload packed = Payload{}.with_members(both.members);
    CHECK(*packed == both.object);
    const std::size_t size = to_text(both.object).size();
    CHECK(PackedMembers::text_at_most(both.members.bytes().size()) >= size);
    CHECK_FALSE(packed.text_exceeds(size));
    CHECK(packed.text_exceeds(size - 1));
  }
}

TEST_CASE("members are set one after the other however they are held", "[members]") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    INFO("random members of the streams of " << seed);
    Payload grown;
    Json expected = Json::object();
    for (std::uint64_t step = 0; step < 40; ++step) {
      Both both;
      add_random_members(both, world::Stream{seed}.of(step));
      grown = step % 3 == 0 ? grown.with_members(both.object) : grown.with_members(both.members);
      for (const auto& [name, value] : both.object.items()) set_member(expected, name, value);
      for (const auto& [name, value] : expected.items()) CHECK(grown.member(name).to_json() == value);
    }
    CHECK(to_text(*grown) == to_text(expected));
  }
}

}  // namespace stepstorm
