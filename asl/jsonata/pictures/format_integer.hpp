// $formatInteger and $parseInteger: integers by pictures, as digits of any script, letters, roman numerals or words.
// Pure. Source: XPath and XQuery Functions 3.1, "fn:format-integer", with JSONata's choices: English words; D3130 for
// unsupported formats.
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
    std::size_t position = 0;  // number of digits after it
    char32_t character = U',';
  };
  char32_t zero = U'0';
  std::size_t mandatory = 1;          // minimum number of digits
  std::size_t optional = 0;           // '#'s: they only determine the positions of separators
  std::vector<Separator> separators;  // from the right
  bool regular = false;               // the only separator repeats at each multiple of its position
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

/// Parses a picture. D3130: unsupported format; D3131: digits of two scripts.
[[nodiscard]] Expected<IntegerPicture> read_integer_picture(std::string_view picture);

/// Formats the number, rounded down. U1003 for a roman numeral of excessive length.
[[nodiscard]] Expected<std::string> format_integer(double number, const IntegerPicture& picture);
[[nodiscard]] Expected<std::string> format_integer(double number, std::string_view picture);

/// Parses a number; returns nullopt when the text is not a number in this format.
[[nodiscard]] std::optional<double> parse_integer(std::string_view text, const IntegerPicture& picture);
[[nodiscard]] Expected<std::optional<double>> parse_integer(std::string_view text, std::string_view picture);

}  // namespace stepstorm::jsonata
