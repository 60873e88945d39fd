#include "orchestration/workers/order.hpp"

#include <algorithm>
#include <utility>

namespace stepstorm::orchestration {

const Json* member(const Json& order, std::string_view name) {
  if (!order.is_object()) return nullptr;
  const auto found = order.find(std::string{name});
  return found == order.end() ? nullptr : &*found;
}

std::optional<std::string> text_member(const Json& order, std::string_view name) {
  const Json* found = member(order, name);
  return found && found->is_string() ? std::optional{found->get<std::string>()} : std::nullopt;
}

std::optional<std::string> card_number(const Json& order) {
  const Json* card = member(order, "card");
  return card && card->is_object() ? text_member(*card, "number") : text_member(order, "card");
}

bool is_card_number(std::string_view number) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (number.size() < 12 || number.size() > 19 || !std::all_of(number.begin(), number.end(), is_digit)) return false;
  int sum = 0;
  bool doubled = false;
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit, doubled = !doubled) {
    const int value = (*digit - '0') * (doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

Payload with_member(const Json& order, std::string_view name, Json value) {
  Json extended = order.is_object() ? order : Json{{"input", order}};
  extended[std::string{name}] = std::move(value);
  return Payload{std::move(extended)};
}

}  // namespace stepstorm::orchestration
