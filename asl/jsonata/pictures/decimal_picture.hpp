// Parses $formatNumber's pictures, such as "#,##0.00;(#,##0.00)".
// Pure. Source: XPath and XQuery Functions 3.1, "Syntax of the picture string" and "Analyzing the picture string".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// The special characters of pictures and numbers. An absent character cannot occur in a picture.
struct DecimalFormat {
  std::optional<char32_t> decimal_separator = U'.';
  std::optional<char32_t> grouping_separator = U',';
  std::optional<char32_t> exponent_separator = U'e';
  std::optional<char32_t> zero_digit = U'0';
  std::optional<char32_t> digit = U'#';
  std::optional<char32_t> pattern_separator = U';';
  std::u32string infinity = U"Infinity";
  std::u32string minus_sign = U"-";
  std::u32string percent = U"%";
  std::u32string per_mille = U"‰";
};

struct SubPicture {
  std::u32string prefix;
  std::u32string suffix;
  bool percent = false;
  bool per_mille = false;
  std::size_t scale = 0;  // digits before the decimal point of a mantissa
  std::size_t integer_min = 0;
  std::size_t fraction_min = 0;
  std::size_t fraction_max = 0;
  std::optional<std::size_t> exponent_min;        // digits; absent: no exponent
  std::vector<std::size_t> integer_separators;    // number of integer digits after each separator, ascending
  bool regular = false;                           // integer separators repeat at each multiple of the first
  std::optional<std::size_t> fraction_separator;  // fraction digits before the first separator, or all
};

struct DecimalPicture {
  SubPicture positive;
  std::optional<SubPicture> negative;  // absent: a minus sign and `positive`
};

/// Parses a picture. Errors: D3080 to D3093; with several errors, the highest code.
[[nodiscard]] Expected<DecimalPicture> read_decimal_picture(std::string_view picture, const DecimalFormat& format);

}  // namespace stepstorm::jsonata
