// Makes orders from a JSON template in which strings stand for random values:
//   {"orderId": "order-{{sequence}}", "amount": "{{uniform 0.50 99.99}}", "card": "{{choice A B}}"}
//   {{sequence}}      1, 2, 3... in the order of drawing
//   {{uniform a b}}   a number from a to b, with as many decimals as a and b have
//   {{choice A B...}} one of the words; a word named twice is twice as likely
//   {{uuid}}          a version 4 UUID
// A string that consists of one numeric placeholder (sequence, uniform) becomes a number; a placeholder between other
// text becomes text. Everything else is copied. A literal "{{" cannot be written.
// Pure. Parsed once; drawing only copies the template and fills its gaps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "values/json_library.hpp"
#include "world/finding.hpp"
#include "world/stream.hpp"

namespace stepstorm::world {

class OrderTemplate {
 public:
  using Json = nlohmann::ordered_json;

  /// Refuses unknown placeholders, wrong arguments, a "{{" without its "}}", and placeholders in member names.
  [[nodiscard]] static tl::expected<OrderTemplate, OptionFinding> parse(Json pattern);

  /// Returns the order with this number in the sequence.
  [[nodiscard]] Json draw(std::uint64_t sequence, Stream& random) const;

  /// The value of a placeholder. Text is valid until the next value is drawn.
  using Value = std::variant<std::string_view, std::int64_t, double>;

  /// Whether the template is an object with placeholders only in its own string members: then an order is the pattern
  /// with other values for these members.
  bool is_flat() const { return flat_; }
  const Json& pattern() const { return pattern_; }
  /// As draw, for a flat template: calls `take(std::string_view name, const Value& value)` for each of these members.
  template <class Take>
  void draw_members(std::uint64_t sequence, Stream& random, const Take& take) const {
    std::string room;
    for (const Gap& gap : gaps_) take(std::string_view{gap.name}, value_of(gap, sequence, random, room));
  }

  // The parts of a string.
  struct Text {
    std::string text;
  };
  struct Sequence {};
  struct UniformNumber {
    std::int64_t from;    // in units of the last decimal
    std::uint64_t count;  // of equally likely numbers
    int decimals;
  };
  struct Choice {
    std::vector<std::string> words;
  };
  struct Uuid {};
  using Part = std::variant<Text, Sequence, UniformNumber, Choice, Uuid>;

 private:
  struct Gap {
    std::vector<std::size_t> path;  // positions of members and elements, from the root to the gap
    std::vector<Part> parts;
    std::string name;  // of the member, in a flat template
  };
  /// Uses `room` for a text of several parts.
  static Value value_of(const Gap& gap, std::uint64_t sequence, Stream& random, std::string& room);
  struct Reading;  // in the .cpp file only

  OrderTemplate() = default;

  Json pattern_;
  std::vector<Gap> gaps_;
  bool flat_ = false;
};

}  // namespace stepstorm::world
