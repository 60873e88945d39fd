// Compares and prints numbers as the service's Java does.
// Source: java.math.BigDecimal (its String constructor and compareTo), java.lang.Double.toString.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "values/json.hpp"

namespace stepstorm::asl {

class JavaNumber {
 public:
  /// nullopt where BigDecimal throws a NumberFormatException.
  static std::optional<JavaNumber> parse(std::string_view text);

  /// nullopt: an integer of more than 63 bits, for which Jackson has a separate node type.
  static std::optional<JavaNumber> of(const Json& number);

  /// Compares by value, exactly for any number of digits: 1.0 equals 1, 0.1 equals the double that prints as 0.1.
  [[nodiscard]] std::strong_ordering compare(const JavaNumber& other) const;

  /// 0.digits * 10^exponent, without zeros at either end of the digits. Zero has no digits.
  struct Decimal {
    bool negative = false;
    std::string digits;
    std::int64_t exponent = 0;

    bool operator==(const Decimal&) const = default;
  };

 private:
  explicit JavaNumber(double value) : value_(value) {}
  explicit JavaNumber(Decimal value) : value_(std::move(value)) {}
  Decimal decimal() const;

  /// A double when it prints as exactly this number: doubles are ordered as their printed forms.
  std::variant<double, Decimal> value_;
};

/// 5, 10.5, 1.0E10
[[nodiscard]] std::string java_number_text(const Json& number);

}  // namespace stepstorm::asl
