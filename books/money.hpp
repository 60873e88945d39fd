// Exact amounts of money: a whole number of hundredths of any currency's unit.
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/json.hpp"
#include "values/members.hpp"

namespace stepstorm::books {

struct Money {
  std::int64_t hundredths = 0;
  friend auto operator<=>(const Money&, const Money&) = default;
};

/// Reads a JSON number, rounded to hundredths. nullopt when it is no number, or its absolute value is a thousand
/// million or more.
[[nodiscard]] inline std::optional<Money> read_money(const Value& value) {
  constexpr double largest = 1e9;  // so that sums of an order's items cannot overflow
  const auto number = value.number();
  if (!number || !(std::abs(*number) < largest)) return std::nullopt;
  return Money{std::llround(*number * 100)};
}
inline std::optional<Money> read_money(const Json& value) { return read_money(Value{&value}); }

/// Writes a JSON number: 49.9
void write_money(Members& members, std::string_view name, Money amount);

/// For people: 49.90
[[nodiscard]] std::string money_text(Money amount);

}  // namespace stepstorm::books
