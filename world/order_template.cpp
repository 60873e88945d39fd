#include "world/order_template.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "values/overload.hpp"

namespace stepstorm::world {
namespace {

using Json = OrderTemplate::Json;
using Part = OrderTemplate::Part;
using Parts = std::vector<Part>;
template <class Value>
using Read = tl::expected<Value, std::string>;  // or what was expected

// ---- numbers with decimals, exact

// 12.50 is 1250 with two decimals.
struct Decimal {
  std::int64_t digits;
  int decimals;
};

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

// At most 9 digits before the point and 6 after it.
std::optional<Decimal> read_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (whole.empty() || whole.size() > 9 || fraction.size() > 6) return std::nullopt;
  if (fraction.empty() && point < text.size()) return std::nullopt;
  std::int64_t digits = 0;
  for (const char digit : std::string{whole} + std::string{fraction}) {
    if (digit < '0' || digit > '9') return std::nullopt;
    digits = 10 * digits + (digit - '0');
  }
  return Decimal{negative ? -digits : digits, static_cast<int>(fraction.size())};
}

std::string decimal_text(Decimal value) {
  std::string text = std::to_string(value.digits < 0 ? -value.digits : value.digits);
  const auto decimals = static_cast<std::size_t>(value.decimals);
  if (decimals > 0) {
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    text.insert(text.size() - decimals, ".");
  }
  return value.digits < 0 ? "-" + text : text;
}

OrderTemplate::Value decimal_value(Decimal value) {
  if (value.decimals == 0) return value.digits;
  return static_cast<double>(value.digits) / static_cast<double>(power_of_ten(value.decimals));
}

Decimal draw(const OrderTemplate::UniformNumber& number, Stream& random) {
  return {number.from + static_cast<std::int64_t>(random.below(number.count)), number.decimals};
}

std::string_view draw(const OrderTemplate::Choice& choice, Stream& random) {
  return choice.words[random.below(choice.words.size())];
}

// ---- reading placeholders

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == text.npos) return words;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.emplace_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

Read<Part> read_uniform(const std::vector<std::string>& words) {
  const tl::unexpected<std::string> expected{
      "expected uniform and two numbers, the smaller one first, with at most 9 digits before the point and 6 after it"};
  if (words.size() != 3) return expected;
  const auto from = read_decimal(words[1]);
  const auto to = read_decimal(words[2]);
  if (!from || !to) return expected;
  const int decimals = std::max(from->decimals, to->decimals);
  const std::int64_t first = from->digits * power_of_ten(decimals - from->decimals);
  const std::int64_t last = to->digits * power_of_ten(decimals - to->decimals);
  if (last < first) return expected;
  return OrderTemplate::UniformNumber{first, static_cast<std::uint64_t>(last - first) + 1, decimals};
}

Read<Part> read_placeholder(std::string_view text) {
  auto words = words_of(text);
  const std::string word = words.empty() ? std::string{} : words.front();
  if (word == "sequence" && words.size() == 1) return OrderTemplate::Sequence{};
  if (word == "uuid" && words.size() == 1) return OrderTemplate::Uuid{};
  if (word == "uniform") return read_uniform(words);
  if (word == "choice" && words.size() > 1) {
    words.erase(words.begin());
    return OrderTemplate::Choice{std::move(words)};
  }
  if (word == "choice") return tl::unexpected{std::string{"expected choice and at least one word"}};
  if (word == "sequence" || word == "uuid") return tl::unexpected{"expected " + word + " alone"};
  return tl::unexpected{"expected sequence, uniform, choice or uuid between {{ and }}, found \"" + word + '"'};
}

Read<Parts> read_parts(std::string_view text) {
  Parts parts;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find("{{"), text.size());
    if (open > 0) parts.emplace_back(OrderTemplate::Text{std::string{text.substr(0, open)}});
    if (open == text.size()) break;
    const std::size_t close = text.find("}}", open);
    if (close == text.npos) return tl::unexpected{std::string{"expected }} after {{"}};
    auto part = read_placeholder(text.substr(open + 2, close - open - 2));
    if (!part) return tl::unexpected{std::move(part.error())};
    parts.push_back(std::move(*part));
    text.remove_prefix(close + 2);
  }
  return parts;
}

// ---- drawing

void append(std::string& text, const Part& part, std::uint64_t sequence, Stream& random) {
  std::visit(Overload{[&](const OrderTemplate::Text& it) { text += it.text; },
                      [&](const OrderTemplate::Sequence&) {
                        char digits[20];
                        text.append(digits, std::to_chars(std::begin(digits), std::end(digits), sequence).ptr);
                      },
                      [&](const OrderTemplate::UniformNumber& it) { text += decimal_text(draw(it, random)); },
                      [&](const OrderTemplate::Choice& it) { text += draw(it, random); },
                      [&](const OrderTemplate::Uuid&) { text += random.uuid(); }},
             part);
}

Json& child(Json& parent, std::size_t position) {
  if (parent.is_array()) return parent[position];
  return (parent.get_ref<Json::object_t&>().begin() + static_cast<std::ptrdiff_t>(position))->second;
}

Json& at(Json& root, const std::vector<std::size_t>& path) {
  Json* place = &root;
  for (const std::size_t position : path) place = &child(*place, position);
  return *place;
}

}  // namespace

// Walks the template in document order and notes its gaps.
struct OrderTemplate::Reading {
  std::vector<Gap> gaps{};
  std::vector<std::size_t> path{};

  using Found = std::optional<OptionFinding>;

  Found read(const Json& value, const Json::json_pointer& pointer) {
    if (value.is_string()) return read_string(value.get_ref<const std::string&>(), pointer);
    if (value.is_primitive()) return {};
    std::size_t position = 0;
    for (const auto& [key, member] : value.items()) {
      const auto place = value.is_array() ? pointer / position : pointer / key;
      if (value.is_object() && key.find("{{") != key.npos)
        return OptionFinding{place.to_string(), "expected a member name without {{: only values are drawn"};
      path.push_back(position++);
      if (auto found = read(member, place)) return found;
      path.pop_back();
    }
    return {};
  }

  Found read_string(const std::string& text, const Json::json_pointer& pointer) {
    if (text.find("{{") == text.npos) return {};
    auto parts = read_parts(text);
    if (!parts) return OptionFinding{pointer.to_string(), std::move(parts.error())};
    gaps.push_back({path, std::move(*parts), pointer.empty() ? std::string{} : pointer.back()});
    return {};
  }
};

tl::expected<OrderTemplate, OptionFinding> OrderTemplate::parse(Json pattern) {
  Reading reading;
  if (auto found = reading.read(pattern, Json::json_pointer{})) return tl::unexpected{std::move(*found)};
  OrderTemplate made;
  made.pattern_ = std::move(pattern);
  made.gaps_ = std::move(reading.gaps);
  made.flat_ = made.pattern_.is_object() &&
               std::all_of(made.gaps_.begin(), made.gaps_.end(), [](const Gap& gap) { return gap.path.size() == 1; });
  return made;
}

OrderTemplate::Value OrderTemplate::value_of(const Gap& gap,
                                             std::uint64_t sequence,
                                             Stream& random,
                                             std::string& room) {
  const Parts& parts = gap.parts;
  if (parts.size() == 1) {
    if (std::holds_alternative<Sequence>(parts[0])) return static_cast<std::int64_t>(sequence);
    if (const auto* number = std::get_if<UniformNumber>(&parts[0])) return decimal_value(world::draw(*number, random));
    if (const auto* choice = std::get_if<Choice>(&parts[0])) return world::draw(*choice, random);
  }
  room.clear();
  for (const Part& part : parts) append(room, part, sequence, random);
  return room;
}

OrderTemplate::Json OrderTemplate::draw(std::uint64_t sequence, Stream& random) const {
  Json order = pattern_;
  std::string room;
  for (const Gap& gap : gaps_)
    std::visit([&](const auto& value) { at(order, gap.path) = value; }, value_of(gap, sequence, random, room));
  return order;
}

}  // namespace stepstorm::world
