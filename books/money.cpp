#include "books/money.hpp"

#include <cmath>

namespace stepstorm::books {

void write_money(Members& members, std::string_view name, Money amount) {
  if (amount.hundredths % 100 == 0)
    members.integer(name, amount.hundredths / 100);
  else
    members.number(name, static_cast<double>(amount.hundredths) / 100);
}

std::string money_text(Money amount) {
  const std::int64_t absolute = std::abs(amount.hundredths);
  const std::string digits = std::to_string(absolute % 100);
  return (amount.hundredths < 0 ? "-" : "") + std::to_string(absolute / 100) + '.' + (digits.size() == 1 ? "0" : "") +
         digits;
}

}  // namespace stepstorm::books
