// $formatNumber: a number by a picture such as "#,##0.00".
// Pure. Source: XPath and XQuery Functions 3.1, "fn:format-number", as JSONata takes it.
#pragma once

#include <string>
#include <string_view>

#include "asl/json.hpp"
#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// A decimal format's properties, by the names that the options object gives them.
struct DecimalFormat {
  std::u32string decimal_separator = U".";
  std::u32string grouping_separator = U",";
  std::u32string exponent_separator = U"e";
  std::u32string infinity = U"Infinity";
  std::u32string minus_sign = U"-";
  std::u32string nan = U"NaN";
  std::u32string percent = U"%";
  std::u32string per_mille = U"‰";
  std::u32string zero_digit = U"0";
  std::u32string digit = U"#";
  std::u32string pattern_separator = U";";
};

/// $formatNumber. Options, an object, may replace properties of the decimal format ("decimal-separator": ","...); others
/// are ignored. D3080 to D3093 for what a picture may not be.
[[nodiscard]] Expected<std::string> format_number(double number,
                                                  std::string_view picture,
                                                  const Json& options = Json::object());

}  // namespace stepstorm::jsonata
