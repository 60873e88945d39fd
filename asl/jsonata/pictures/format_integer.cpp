#include "asl/jsonata/pictures/format_integer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "asl/jsonata/characters.hpp"
#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/pictures/number_text.hpp"
#include "asl/jsonata/pictures/number_words.hpp"
#include "values/json.hpp"
#include "values/overload.hpp"

namespace stepstorm::jsonata {
namespace {

// The zeros of Unicode's decimal digits (general category Nd) up to U+FFFF.
constexpr auto zeros = std::to_array<char32_t>(
    {0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
     0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
     0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10});

// Roman numerals of greater numbers would have more than 10,000 letters.
constexpr double greatest_roman = 1e7;

bool is_digit_of(char32_t zero, char32_t character) { return character >= zero && character < zero + 10; }

std::optional<char32_t> zero_of(char32_t character) {
  const auto found =
      std::find_if(zeros.begin(), zeros.end(), [&](char32_t zero) { return is_digit_of(zero, character); });
  if (found == zeros.end()) return std::nullopt;
  return *found;
}

// Returns whether all separators are the same character at each multiple of one distance: they then repeat beyond the
// picture.
bool are_regular(const std::vector<DecimalDigits::Separator>& separators) {
  if (separators.empty()) return false;
  const std::size_t distance = separators.front().position;
  if (distance == 0) return false;
  for (std::size_t i = 0; i < separators.size(); ++i) {
    if (separators[i].position != distance * (i + 1)) return false;
    if (separators[i].character != separators.front().character) return false;
  }
  return true;
}

Expected<DecimalDigits> read_decimal_digits(std::string_view picture) {
  const std::u32string characters = code_points(picture);
  DecimalDigits digits;
  digits.mandatory = 0;
  std::size_t position = 0;
  for (auto character = characters.rbegin(); character != characters.rend(); ++character) {
    const std::optional<char32_t> zero = zero_of(*character);
    if (!zero && *character != U'#') {
      digits.separators.push_back({position, *character});
      continue;
    }
    ++position;
    if (!zero) {
      ++digits.optional;
      continue;
    }
    if (digits.mandatory > 0 && digits.zero != *zero) return fail("D3131");
    digits.zero = *zero;
    ++digits.mandatory;
  }
  if (digits.mandatory == 0) return fail("D3130", {}, to_text(Json(picture)));
  digits.regular = are_regular(digits.separators);
  return digits;
}

std::string separators_at(const DecimalDigits& form, std::size_t position) {
  std::string text;
  if (form.regular) {
    if (position % form.separators.front().position == 0) append_code_point(text, form.separators.front().character);
    return text;
  }
  for (auto separator = form.separators.rbegin(); separator != form.separators.rend(); ++separator) {
    if (separator->position == position) append_code_point(text, separator->character);
  }
  return text;
}

std::string_view ordinal_suffix(std::string_view digits) {
  const bool is_teen = digits.size() > 1 && digits[digits.size() - 2] == '1';
  switch (is_teen ? '0' : digits.back()) {
    case '1': return "st";
    case '2': return "nd";
    case '3': return "rd";
    default: return "th";
  }
}

std::string write(double number, const DecimalDigits& form, bool ordinal) {
  std::string digits = number_text(number);
  if (digits.size() < form.mandatory) digits.insert(0, form.mandatory - digits.size(), '0');
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0) text += separators_at(form, digits.size() - i);
    const bool is_digit = digits[i] >= '0' && digits[i] <= '9';
    append_code_point(text, static_cast<char32_t>(digits[i]) + (is_digit ? form.zero - U'0' : 0));
  }
  if (!form.regular) text += separators_at(form, 0);
  return ordinal ? text.append(ordinal_suffix(digits)) : text;
}

char upper(char character) {
  return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
}

// Capitalises every word except "and".
std::string title(std::string words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool begins = i == 0 || words[i - 1] == ' ' || words[i - 1] == '-';
    if (begins && std::string_view(words).substr(i, 4) != "and ") words[i] = upper(words[i]);
  }
  return words;
}

std::string with_case(std::string text, LetterCase letter_case) {
  if (letter_case == LetterCase::title) return title(std::move(text));
  std::transform(text.begin(), text.end(), text.begin(), letter_case == LetterCase::upper ? upper : lower);
  return text;
}

// 1 is "a", 26 "z", 27 "aa".
std::string letters_of_number(double number) {
  std::string letters;
  for (; number >= 1; number = std::floor((number - 1) / 26)) {
    letters.insert(letters.begin(), static_cast<char>('a' + static_cast<int>(std::fmod(number - 1, 26))));
  }
  return letters;
}

std::optional<double> number_of_letters(std::string_view letters, LetterCase letter_case) {
  const char first = letter_case == LetterCase::upper ? 'A' : 'a';
  double number = 0;
  for (const char letter : letters) {
    if (letter < first || letter > first + 25) return std::nullopt;
    number = number * 26 + (letter - first + 1);
  }
  return number;
}

// Removes separators and converts the script's digits to ASCII.
std::string plain_digits(std::string_view text, const DecimalDigits& form) {
  std::string plain;
  for (const char32_t character : code_points(text)) {
    const bool separates = std::any_of(form.separators.begin(), form.separators.end(), [&](const auto& separator) {
      return separator.character == character;
    });
    if (separates) continue;
    if (is_digit_of(form.zero, character)) {
      append_code_point(plain, character - form.zero + U'0');
    } else if (character < U'0' || character > U'9') {
      append_code_point(plain, character);
    }
  }
  return plain;
}

// Returns the integer at the beginning of a text; ignores the rest.
std::optional<double> leading_integer(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\n\v\f\r"), text.size()));
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789"));
  if (digits.empty()) return std::nullopt;
  const Expected<double> number = number_of_text(digits);
  if (!number) return std::nullopt;
  return negative ? -*number : *number;
}

std::optional<double> read(std::string_view text, const DecimalDigits& form, bool ordinal) {
  if (ordinal) text.remove_suffix(std::min<std::size_t>(text.size(), 2));
  return leading_integer(plain_digits(text, form));
}

std::optional<double> read_roman(std::string text, LetterCase letter_case) {
  return number_of_roman(letter_case == LetterCase::lower ? with_case(std::move(text), LetterCase::upper) : text);
}

}  // namespace

Expected<IntegerPicture> read_integer_picture(std::string_view picture) {
  const std::size_t semicolon = picture.rfind(';');
  const std::string_view primary = picture.substr(0, semicolon);
  const bool ordinal = semicolon != std::string_view::npos && picture.substr(semicolon + 1).starts_with('o');
  if (primary == "a") return IntegerPicture{Letters{LetterCase::lower}, ordinal};
  if (primary == "A") return IntegerPicture{Letters{LetterCase::upper}, ordinal};
  if (primary == "i") return IntegerPicture{Roman{LetterCase::lower}, ordinal};
  if (primary == "I") return IntegerPicture{Roman{LetterCase::upper}, ordinal};
  if (primary == "w") return IntegerPicture{Words{LetterCase::lower}, ordinal};
  if (primary == "W") return IntegerPicture{Words{LetterCase::upper}, ordinal};
  if (primary == "Ww") return IntegerPicture{Words{LetterCase::title}, ordinal};
  return read_decimal_digits(primary).map([&](DecimalDigits digits) {
    return IntegerPicture{std::move(digits), ordinal};
  });
}

Expected<std::string> format_integer(double number, const IntegerPicture& picture) {
  const double whole = std::floor(number);
  const double magnitude = std::abs(whole);
  Expected<std::string> text = std::visit(
      Overload{
          [&](const DecimalDigits& form) -> Expected<std::string> { return write(magnitude, form, picture.ordinal); },
          [&](const Letters& form) -> Expected<std::string> {
            return with_case(letters_of_number(magnitude), form.letter_case);
          },
          [&](const Roman& form) -> Expected<std::string> {
            if (magnitude > greatest_roman) return fail("U1003");
            return with_case(roman_of_number(magnitude), form.letter_case);
          },
          [&](const Words& form) -> Expected<std::string> {
            return with_case(words_of_number(magnitude, picture.ordinal), form.letter_case);
          }},
      picture.form);
  if (text && whole < 0) text->insert(0, 1, '-');
  return text;
}

Expected<std::string> format_integer(double number, std::string_view picture) {
  return read_integer_picture(picture).and_then(
      [&](const IntegerPicture& form) { return format_integer(number, form); });
}

std::optional<double> parse_integer(std::string_view text, const IntegerPicture& picture) {
  return std::visit(Overload{[&](const DecimalDigits& form) { return read(text, form, picture.ordinal); },
                             [&](const Letters& form) { return number_of_letters(text, form.letter_case); },
                             [&](const Roman& form) { return read_roman(std::string{text}, form.letter_case); },
                             [&](const Words&) { return number_of_words(text); }},
                    picture.form);
}

Expected<std::optional<double>> parse_integer(std::string_view text, std::string_view picture) {
  return read_integer_picture(picture).map([&](const IntegerPicture& form) { return parse_integer(text, form); });
}

}  // namespace stepstorm::jsonata
