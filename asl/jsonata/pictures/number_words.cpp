#include "asl/jsonata/pictures/number_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "asl/jsonata/characters.hpp"

namespace stepstorm::jsonata {
namespace {

struct Name {
  double value;
  std::string_view cardinal;
  std::string_view ordinal;
};

// In descending order: the first value not greater than a number names the number's greatest part.
constexpr auto names = std::to_array<Name>({
    {1e12, "trillion", "trillionth"},
    {1e9, "billion", "billionth"},
    {1e6, "million", "millionth"},
    {1e3, "thousand", "thousandth"},
    {100, "hundred", "hundredth"},
    {90, "ninety", "ninetieth"},
    {80, "eighty", "eightieth"},
    {70, "seventy", "seventieth"},
    {60, "sixty", "sixtieth"},
    {50, "fifty", "fiftieth"},
    {40, "forty", "fortieth"},
    {30, "thirty", "thirtieth"},
    {20, "twenty", "twentieth"},
    {19, "nineteen", "nineteenth"},
    {18, "eighteen", "eighteenth"},
    {17, "seventeen", "seventeenth"},
    {16, "sixteen", "sixteenth"},
    {15, "fifteen", "fifteenth"},
    {14, "fourteen", "fourteenth"},
    {13, "thirteen", "thirteenth"},
    {12, "twelve", "twelfth"},
    {11, "eleven", "eleventh"},
    {10, "ten", "tenth"},
    {9, "nine", "ninth"},
    {8, "eight", "eighth"},
    {7, "seven", "seventh"},
    {6, "six", "sixth"},
    {5, "five", "fifth"},
    {4, "four", "fourth"},
    {3, "three", "third"},
    {2, "two", "second"},
    {1, "one", "first"},
    {0, "zero", "zeroth"},
});

struct Numeral {
  double value;
  std::string_view letters;
};
constexpr auto numerals = std::to_array<Numeral>({
    {1000, "M"},
    {900, "CM"},
    {500, "D"},
    {400, "CD"},
    {100, "C"},
    {90, "XC"},
    {50, "L"},
    {40, "XL"},
    {10, "X"},
    {9, "IX"},
    {5, "V"},
    {4, "IV"},
    {1, "I"},
});

std::string_view joint(double part, double rest) {
  if (part < 100) return "-";
  return part == 100 || rest < 100 ? " and " : ", ";
}

void append_words(std::string& words, double number, bool ordinal) {
  const Name& name = *std::find_if(names.begin(), names.end(), [&](const Name& each) { return each.value <= number; });
  const double times = name.value < 100 ? 1 : std::floor(number / name.value);
  const double rest = std::max(number - times * name.value, 0.0);  // rounded, so that 10^46 has no rest
  if (name.value >= 100) {
    append_words(words, times, false);
    words += ' ';
  }
  words += ordinal && rest == 0 ? name.ordinal : name.cardinal;
  if (rest == 0) return;
  words += joint(name.value, rest);
  append_words(words, rest, ordinal);
}

// Returns the length of the separator between two words at the beginning of the text; 0 without one.
std::size_t separator_length(std::string_view text) {
  const auto blank_at = [&](std::size_t at) { return at < text.size() && is_blank(text[at]); };
  if (text.front() == ',' && blank_at(1)) return 2;
  if (blank_at(0) && text.substr(1, 3) == "and" && blank_at(4)) return 5;
  return blank_at(0) || text.front() == '-' ? 1 : 0;
}

std::string_view take_word(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && separator_length(text.substr(length)) == 0) ++length;
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length);
  return word;
}

std::optional<double> value_of_word(std::string_view word) {
  static const auto values = [] {
    std::map<std::string_view, double> made;
    for (const Name& name : names) {
      made.emplace(name.cardinal, name.value);
      made.emplace(name.ordinal, name.value);
    }
    return made;
  }();
  const auto found = values.find(word);
  if (found == values.end()) return std::nullopt;
  return found->second;
}

// A number read word by word: finished parts ("two million"), and the open part that further words multiply or add to.
struct SpokenParts {
  double finished = 0;
  double open = 0;

  void read(double value) {
    if (value >= 100) {
      open *= value;
      return;
    }
    if (open >= 1000) finished += std::exchange(open, 0);
    open += value;
  }
};

double value_of_letter(char letter) {
  const auto found = std::find_if(numerals.begin(), numerals.end(), [&](const Numeral& numeral) {
    return numeral.letters == std::string_view(&letter, 1);
  });
  return found == numerals.end() ? 0 : found->value;
}

}  // namespace

std::string words_of_number(double number, bool ordinal) {
  std::string words;
  append_words(words, number, ordinal);
  return words;
}

std::optional<double> number_of_words(std::string_view words) {
  std::string lowered(words);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  SpokenParts parts;
  std::string_view text = lowered;
  while (true) {
    const std::optional<double> value = value_of_word(take_word(text));
    if (!value) return std::nullopt;
    parts.read(*value);
    if (text.empty()) return parts.finished + parts.open;
    text.remove_prefix(separator_length(text));
  }
}

const std::vector<std::string>& number_words() {
  static const auto words = [] {
    std::vector<std::string> made;
    for (const Name& name : names) made.insert(made.end(), {std::string{name.ordinal}, std::string{name.cardinal}});
    return made;
  }();
  return words;
}

std::string roman_of_number(double number) {
  std::string roman;
  for (const Numeral& numeral : numerals) {
    for (; number >= numeral.value; number -= numeral.value) roman += numeral.letters;
  }
  return roman;
}

std::optional<double> number_of_roman(std::string_view roman) {
  double number = 0;
  double greatest = 0;
  for (auto letter = roman.rbegin(); letter != roman.rend(); ++letter) {
    const double value = value_of_letter(*letter);
    if (value == 0) return std::nullopt;
    number += value < greatest ? -value : value;
    greatest = std::max(greatest, value);
  }
  return number;
}

}  // namespace stepstorm::jsonata
