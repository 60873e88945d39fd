// $formatInteger and $parseInteger: integers by pictures, as digits of any script, letters, roman numerals or words.
// Pure. Source: XPath and XQuery Functions 3.1, "fn:format-integer", as JSONata takes it: English words, and what it does
// not support is D3130.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

enum class LetterCase { lower, upper, title };

struct DecimalDigits {
  struct Separator {
    std::size_t position = 0;  // digits behind it
    char32_t character = U',';
  };
  char32_t zero = U'0';
  std::size_t mandatory = 1;          // digits at least
  std::size_t optional = 0;           // '#'s: digits that say nothing but where separators stand
  std::vector<Separator> separators;  // from the right
  bool regular = false;               // the only separator stands again at each multiple of its position
};
struct Letters {
  LetterCase letter_case = LetterCase::lower;
};
struct Roman {
  LetterCase letter_case = LetterCase::lower;
};
struct Words {
  LetterCase letter_case = LetterCase::lower;
};

struct IntegerPicture {
  std::variant<DecimalDigits, Letters, Roman, Words> form;
  bool ordinal = false;
};

/// D3130: no form that there is; D3131: digits of two scripts.
[[nodiscard]] Expected<IntegerPicture> read_integer_picture(std::string_view picture);

/// The number, rounded down. U1003 for a roman numeral of unreasonable length.
[[nodiscard]] Expected<std::string> format_integer(double number, const IntegerPicture& picture);
[[nodiscard]] Expected<std::string> format_integer(double number, std::string_view picture);

/// Nothing when the text is no number of this form.
[[nodiscard]] std::optional<double> parse_integer(std::string_view text, const IntegerPicture& picture);
[[nodiscard]] Expected<std::optional<double>> parse_integer(std::string_view text, std::string_view picture);

}  // namespace stepstorm::jsonata
