#include "orchestration/workers/order.hpp"

#include <algorithm>
#include <utility>

namespace stepstorm::orchestration {

namespace {

const std::string* text(const Json* value) {
  return value && value->is_string() ? &value->get_ref<const std::string&>() : nullptr;
}

}  // namespace

const std::string* text_member(const Payload& order, std::string_view name) { return text(order.member(name)); }

const std::string* text_member(const Json& order, std::string_view name) { return text(find_member(order, name)); }

const std::string* card_number(const Payload& order) {
  const Json* card = order.member("card");
  return card && card->is_object() ? text_member(*card, "number") : text(card);
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

Payload with_member(const Payload& order, std::string_view name, Json value) {
  Json members = make_object(Member{name, std::move(value)});
  if (order.is_object()) return order.with_members(std::move(members));
  return Payload{make_object(Member{"input", *order})}.with_members(std::move(members));
}

}  // namespace stepstorm::orchestration
