#include "orchestration/money.hpp"

#include <cmath>

namespace stepstorm::orchestration {

std::optional<Money> read_money(const Json& value) {
  constexpr double largest = 1e9;  // so that no order can add up to more than can be counted
  if (!value.is_number() || !(std::abs(value.get<double>()) < largest)) return std::nullopt;
  return Money{std::llround(value.get<double>() * 100)};
}

Json money_json(Money amount) {
  if (amount.hundredths % 100 == 0) return amount.hundredths / 100;
  return static_cast<double>(amount.hundredths) / 100;
}

std::string money_text(Money amount) {
  const std::int64_t absolute = std::abs(amount.hundredths);
  const std::string digits = std::to_string(absolute % 100);
  return (amount.hundredths < 0 ? "-" : "") + std::to_string(absolute / 100) + '.' + (digits.size() == 1 ? "0" : "") +
         digits;
}

}  // namespace stepstorm::orchestration
