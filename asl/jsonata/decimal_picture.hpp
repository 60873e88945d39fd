// A picture such as "#,##0.00;(#,##0.00)" of $formatNumber, read into what it demands of a number's text.
// Pure. Source: XPath and XQuery Functions 3.1, "Syntax of the picture string" and "Analyzing the picture string".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// A decimal format. A character that is nothing stands in no picture.
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
  std::size_t scale = 0;  // digits before the point of a mantissa
  std::size_t integer_min = 0;
  std::size_t fraction_min = 0;
  std::size_t fraction_max = 0;
  std::optional<std::size_t> exponent_min;        // digits; nothing: no exponent
  std::vector<std::size_t> integer_separators;    // digits behind each, ascending
  bool regular = false;                           // they go on at each multiple of the first
  std::optional<std::size_t> fraction_separator;  // digits before it, or all. Of several, the first
};

struct DecimalPicture {
  SubPicture positive;
  std::optional<SubPicture> negative;  // nothing: the positive one, behind a minus sign
};

/// D3080 to D3093. Of several faults, the one with the highest code.
[[nodiscard]] Expected<DecimalPicture> read_decimal_picture(std::string_view picture, const DecimalFormat& format);

}  // namespace stepstorm::jsonata
