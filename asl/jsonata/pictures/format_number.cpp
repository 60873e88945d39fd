#include "asl/jsonata/pictures/format_number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/pictures/decimal_picture.hpp"
#include "asl/jsonata/pictures/number_text.hpp"

namespace stepstorm::jsonata {
namespace {

void replace(std::optional<char32_t>& character, const Json& options, std::string_view name) {
  const Json* option = find_member(options, name);
  if (!option) return;
  const std::u32string text =
      option->is_string() ? code_points(option->get_ref<const std::string&>()) : std::u32string{};
  character = text.size() == 1 ? std::optional(text.front()) : std::nullopt;
}

void replace(std::u32string& sign, const Json& options, std::string_view name) {
  const Json* option = find_member(options, name);
  if (option) sign = code_points(option->is_string() ? option->get_ref<const std::string&>() : to_text(*option));
}

DecimalFormat read_options(const Json& options) {
  DecimalFormat format;
  replace(format.decimal_separator, options, "decimal-separator");
  replace(format.grouping_separator, options, "grouping-separator");
  replace(format.exponent_separator, options, "exponent-separator");
  replace(format.zero_digit, options, "zero-digit");
  replace(format.digit, options, "digit");
  replace(format.pattern_separator, options, "pattern-separator");
  replace(format.infinity, options, "infinity");
  replace(format.minus_sign, options, "minus-sign");
  replace(format.percent, options, "percent");
  replace(format.per_mille, options, "per-mille");
  return format;
}

// Returns how far the decimal point is moved to get the mantissa, which has as many digits before its point as the
// picture has mandatory ones. As in the reference implementation, ten times that is allowed too: 10 is "10e0" by "0e0".
int mantissa_shift(double number, const SubPicture& picture) {
  const Decimal decimal = shortest_decimal(number);
  if (decimal.digits.empty()) return 0;
  const auto scale = static_cast<int>(picture.scale);
  const bool is_power_of_ten = decimal.digits == "1";
  return (is_power_of_ten && decimal.point > scale ? scale + 1 : scale) - decimal.point;
}

// Digits before and after the point, as many as the picture demands, without separators.
struct Digits {
  std::string integer;
  std::string fraction;
};

// Uses the digits of the double's exact value, not of the shortest text that is read back as it.
Digits round(double number, const SubPicture& picture) {
  const double rounded = round_half_even(number, static_cast<int>(picture.fraction_max));
  std::string text(std::numeric_limits<double>::max_exponent10 + 3 + picture.fraction_max, '0');
  const auto end = std::to_chars(text.data(),
                                 text.data() + text.size(),
                                 rounded,
                                 std::chars_format::fixed,
                                 static_cast<int>(picture.fraction_max))
                       .ptr;
  text.resize(static_cast<std::size_t>(end - text.data()));
  const std::size_t point = std::min(text.find('.'), text.size());
  Digits digits{text.substr(0, point), point < text.size() ? text.substr(point + 1) : std::string{}};
  digits.integer.erase(0, digits.integer.find_first_not_of('0'));
  if (digits.integer.size() < picture.integer_min)
    digits.integer.insert(0, picture.integer_min - digits.integer.size(), '0');
  digits.fraction.resize(std::max(digits.fraction.find_last_not_of('0') + 1, picture.fraction_min), '0');
  return digits;
}

class Writer {
 public:
  Writer(const SubPicture& picture, const DecimalFormat& format) : picture_(picture), format_(format) {}

  std::u32string write(const Digits& digits) const {
    std::u32string text;
    for (std::size_t i = 0; i < digits.integer.size(); ++i) {
      if (i > 0 && separates(digits.integer.size() - i)) text += *format_.grouping_separator;
      text += digit(digits.integer[i]);
    }
    if (digits.fraction.empty()) return text;
    text += format_.decimal_separator.value_or(U'.');
    for (std::size_t i = 0; i < digits.fraction.size(); ++i) {
      if (picture_.fraction_separator == i) text += *format_.grouping_separator;
      text += digit(digits.fraction[i]);
    }
    if (picture_.fraction_separator && *picture_.fraction_separator >= digits.fraction.size())
      text += *format_.grouping_separator;
    return text;
  }

  std::u32string write_exponent(int exponent) const {
    std::string digits = std::to_string(std::abs(exponent));
    if (digits.size() < *picture_.exponent_min) digits.insert(0, *picture_.exponent_min - digits.size(), '0');
    std::u32string text(1, *format_.exponent_separator);
    if (exponent < 0) text += format_.minus_sign;
    for (const char each : digits) text += digit(each);
    return text;
  }

 private:
  char32_t digit(char each) const { return *format_.zero_digit + static_cast<char32_t>(each - '0'); }

  bool separates(std::size_t position) const {
    const auto& positions = picture_.integer_separators;
    if (picture_.regular) return position % positions.front() == 0;
    return std::find(positions.begin(), positions.end(), position) != positions.end();
  }

  const SubPicture& picture_;
  const DecimalFormat& format_;
};

std::u32string write(double magnitude, const SubPicture& picture, const DecimalFormat& format) {
  const double number = magnitude * (picture.percent ? 100 : picture.per_mille ? 1000 : 1);
  if (!std::isfinite(number)) return format.infinity;
  const Writer writer(picture, format);
  if (!picture.exponent_min) return writer.write(round(number, picture));
  const int shift = mantissa_shift(number, picture);
  return writer.write(round(shift_decimal(number, shift), picture)) + writer.write_exponent(-shift);
}

}  // namespace

Expected<std::string> format_number(double number, std::string_view picture, const Json& options) {
  const DecimalFormat format = read_options(options);
  const Expected<DecimalPicture> read = read_decimal_picture(picture, format);
  if (!read) return tl::unexpected{read.error()};
  const bool negative = number < 0;
  const SubPicture& form = negative && read->negative ? *read->negative : read->positive;
  std::u32string text = negative && !read->negative ? format.minus_sign : std::u32string{};
  text += form.prefix + write(std::abs(number), form, format) + form.suffix;
  return utf8(text);
}

}  // namespace stepstorm::jsonata
