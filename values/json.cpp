#include "values/json.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace stepstorm {
namespace {

template <class Left, class Right>
std::partial_ordering compare_integers(Left left, Right right) {
  if (std::cmp_less(left, right)) return std::partial_ordering::less;
  return std::cmp_equal(left, right) ? std::partial_ordering::equivalent : std::partial_ordering::greater;
}

template <class Compare>
std::partial_ordering with_integer(const Json& number, const Compare& compare) {
  return number.is_number_unsigned() ? compare(number.get<std::uint64_t>()) : compare(number.get<std::int64_t>());
}

/// Without rounding the integer to a double.
template <class Integer>
std::partial_ordering compare_to_double(Integer integer, double number) {
  constexpr double two_to_63 = 9223372036854775808.0;
  if (std::isnan(number)) return std::partial_ordering::unordered;
  if (number < -two_to_63) return std::partial_ordering::greater;
  if (number >= 2 * two_to_63) return std::partial_ordering::less;
  const double whole = std::trunc(number);
  const auto order = whole < 0 ? compare_integers(integer, static_cast<std::int64_t>(whole))
                               : compare_integers(integer, static_cast<std::uint64_t>(whole));
  return std::is_eq(order) ? whole <=> number : order;
}

bool same_elements(const Json& left, const Json& right) {
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(), same_value);
}

bool same_members(const Json& left, const Json& right) {
  const auto& lefts = left.get_ref<const Json::object_t&>();
  const auto& rights = right.get_ref<const Json::object_t&>();
  if (lefts.size() != rights.size()) return false;
  const auto same_member = [](const auto& a, const auto& b) {
    return a.first == b.first && same_value(a.second, b.second);
  };
  const auto differing = std::mismatch(lefts.begin(), lefts.end(), rights.begin(), same_member).first;
  if (differing == lefts.end()) return true;

  std::unordered_map<std::string_view, const Json*> by_name;
  for (const auto& [name, value] : rights) by_name.emplace(name, &value);
  return std::all_of(differing, lefts.end(), [&](const auto& member) {
    const auto found = by_name.find(member.first);
    return found != by_name.end() && same_value(member.second, *found->second);
  });
}

}  // namespace

std::string to_text(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

void set_member(Json& object, std::string_view name, Json value) {
  auto& members = object.get_ref<Json::object_t&>();
  for (auto& [known, old] : members) {
    if (known == name) {
      old = std::move(value);
      return;
    }
  }
  if (members.size() == members.capacity()) {
    Json::object_t grown;
    grown.reserve(std::max<std::size_t>(4, 2 * members.size()));
    for (auto& [known, old] : members) grown.emplace_back(known, std::move(old));
    members = std::move(grown);
  }
  members.emplace_back(std::string(name), std::move(value));
}

void take_apart(Json& value) {
  if (auto* members = value.get_ptr<Json::object_t*>()) {
    for (auto& [name, inner] : *members)
      if (inner.is_structured()) take_apart(inner);
    members->clear();
  } else if (auto* elements = value.get_ptr<Json::array_t*>()) {
    for (Json& inner : *elements)
      if (inner.is_structured()) take_apart(inner);
    elements->clear();
  }
  value = nullptr;
}

Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

const Json* find_member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  for (const auto& [known, value] : object.get_ref<const Json::object_t&>())
    if (known == name) return &value;
  return nullptr;
}

std::partial_ordering compare_numbers(const Json& left, const Json& right) {
  if (left.is_number_float() && right.is_number_float()) return left.get<double>() <=> right.get<double>();
  if (left.is_number_float()) return 0 <=> compare_numbers(right, left);
  return with_integer(left, [&](auto integer) {
    if (right.is_number_float()) return compare_to_double(integer, right.get<double>());
    return with_integer(right, [&](auto other) { return compare_integers(integer, other); });
  });
}

bool same_value(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number()) return std::is_eq(compare_numbers(left, right));
  if (left.type() != right.type()) return false;
  if (left.is_array()) return same_elements(left, right);
  if (left.is_object()) return same_members(left, right);
  return left == right;
}

}  // namespace stepstorm
