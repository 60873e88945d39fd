#include "workers/shop/order.hpp"

#include <algorithm>

namespace stepstorm::workers {

std::optional<std::string_view> text_member(const Payload& order, std::string_view name) {
  return order.member(name).text();
}

std::optional<std::string_view> text_member(const Json& order, std::string_view name) {
  return Value{find_member(order, name)}.text();
}

std::optional<std::string_view> card_number(const Payload& order) {
  const Value card = order.member("card");
  return card.is_object() ? card.member("number").text() : card.text();
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

std::string order_key(const messages::Task& task) {
  const auto id = text_member(task.input, "orderId");
  return id ? std::string{*id} : std::to_string(task.order);
}

books::EffectCause cause_of(const messages::Task& task, TimePoint at) {
  return {task.order, task.execution, task.visit, task.number, at};
}

Payload with_object(const Payload& order, std::string_view name, const Members& members) {
  if (order.is_object()) return order.with_object(name, members);
  return Payload{make_object(Member{"input", *order})}.with_object(name, members);
}

}  // namespace stepstorm::workers
