#include "asl/jsonata/pictures/decimal_picture.hpp"

#include <algorithm>
#include <array>

#include "asl/jsonata/code_points.hpp"

namespace stepstorm::jsonata {
namespace {

using Text = std::u32string_view;

constexpr std::size_t nowhere = Text::npos;

// The parts of a sub-picture, as written.
struct Parts {
  Text whole;
  Text prefix;
  Text active;
  Text suffix;
  Text integer;
  Text fraction;
  bool has_point = false;
  std::optional<Text> exponent;
};

class Reader {
 public:
  explicit Reader(const DecimalFormat& format) : format_(format) {}

  Expected<SubPicture> read(Text text) const {
    const Parts parts = divide(text);
    if (const std::string_view code = fault(parts); !code.empty()) return fail(code);
    return demands(parts);
  }

 private:
  bool is_digit(char32_t each) const {
    return format_.zero_digit && each >= *format_.zero_digit && each < *format_.zero_digit + 10;
  }
  bool is_optional(char32_t each) const { return format_.digit == each; }
  bool is_grouping(char32_t each) const { return format_.grouping_separator == each; }
  bool is_point(char32_t each) const { return format_.decimal_separator == each; }
  bool is_exponent(char32_t each) const { return format_.exponent_separator == each; }
  bool is_active(char32_t each) const {
    return is_digit(each) || is_optional(each) || is_grouping(each) || is_point(each);
  }

  template <class Matches>
  static std::size_t count(Text text, const Matches& matches) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), matches));
  }
  std::size_t digits(Text text) const {
    return count(text, [this](char32_t each) { return is_digit(each); });
  }
  std::size_t optional_digits(Text text) const {
    return count(text, [this](char32_t each) { return is_optional(each); });
  }

  // Without an active character, the whole text is the active part.
  Parts divide(Text text) const {
    const auto active = [this](char32_t each) { return is_active(each); };
    const auto first = std::find_if(text.begin(), text.end(), active);
    const auto last = std::find_if(text.rbegin(), text.rend(), active);
    const bool any = first != text.end();
    const std::size_t begin = any ? static_cast<std::size_t>(first - text.begin()) : 0;
    const std::size_t end = any ? text.size() - static_cast<std::size_t>(last - text.rbegin()) : text.size();
    Parts parts{text, text.substr(0, begin), text.substr(begin, end - begin), text.substr(end), {}, {}, false, {}};
    divide_active(parts);
    return parts;
  }

  void divide_active(Parts& parts) const {
    Text mantissa = parts.active;
    // An exponent separator directly after the last active character counts as well.
    const Text extended = parts.whole.substr(parts.prefix.size(), parts.active.size() + 1);
    const auto found =
        std::find_if(extended.begin(), extended.end(), [this](char32_t each) { return is_exponent(each); });
    if (found != extended.end()) {
      // Counted from the beginning of the sub-picture, as in the reference implementation: after a prefix, an exponent
      // loses its first digits, and most such pictures are refused.
      const auto at = static_cast<std::size_t>(found - extended.begin()) + parts.prefix.size();
      mantissa = parts.active.substr(0, at);
      parts.exponent = at < parts.active.size() ? parts.active.substr(at + 1) : Text{};
    }
    const std::size_t point = format_.decimal_separator ? mantissa.find(*format_.decimal_separator) : nowhere;
    parts.has_point = point != nowhere;
    parts.integer = mantissa.substr(0, point);
    if (parts.has_point) parts.fraction = mantissa.substr(point + 1);
  }

  static std::size_t occurrences(Text text, Text part) {
    const std::size_t first = part.empty() ? nowhere : text.find(part);
    return first == nowhere ? 0 : text.rfind(part) == first ? 1 : 2;
  }

  // Returns the code of the last broken rule, in the specification's order; empty without one.
  std::string_view fault(const Parts& parts) const {
    struct Rule {
      std::string_view code;
      bool (Reader::*broken)(const Parts&) const;
    };
    static constexpr auto rules = std::to_array<Rule>({
        {"D3093", &Reader::has_other_exponent},
        {"D3092", &Reader::has_percent_and_exponent},
        {"D3091", &Reader::has_digit_behind_optional},
        {"D3090", &Reader::has_optional_behind_digit},
        {"D3089", &Reader::has_adjacent_groupings},
        {"D3088", &Reader::ends_integer_by_grouping},
        {"D3087", &Reader::has_grouping_at_point},
        {"D3086", &Reader::has_passive_inside},
        {"D3085", &Reader::has_no_digit},
        {"D3084", &Reader::has_percent_and_per_mille},
        {"D3083", &Reader::has_many_per_mille},
        {"D3082", &Reader::has_many_percent},
        {"D3081", &Reader::has_many_points},
    });
    const auto found =
        std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return (this->*rule.broken)(parts); });
    return found == rules.end() ? std::string_view{} : found->code;
  }

  bool has_many_points(const Parts& parts) const {
    return count(parts.whole, [this](char32_t each) { return is_point(each); }) > 1;
  }
  bool has_many_percent(const Parts& parts) const { return occurrences(parts.whole, format_.percent) > 1; }
  bool has_many_per_mille(const Parts& parts) const { return occurrences(parts.whole, format_.per_mille) > 1; }
  bool has_percent_and_per_mille(const Parts& parts) const {
    return occurrences(parts.whole, format_.percent) > 0 && occurrences(parts.whole, format_.per_mille) > 0;
  }
  bool has_no_digit(const Parts& parts) const {
    return digits(parts.integer) + optional_digits(parts.integer) + digits(parts.fraction) +
               optional_digits(parts.fraction) ==
           0;
  }
  bool has_passive_inside(const Parts& parts) const {
    return count(parts.active, [this](char32_t each) { return is_active(each) || is_exponent(each); }) <
           parts.active.size();
  }
  bool has_grouping_at_point(const Parts& parts) const {
    if (!parts.has_point) return false;
    return (!parts.integer.empty() && is_grouping(parts.integer.back())) ||
           (!parts.fraction.empty() && is_grouping(parts.fraction.front()));
  }
  bool ends_integer_by_grouping(const Parts& parts) const {
    return !parts.has_point && !parts.integer.empty() && is_grouping(parts.integer.back());
  }
  bool has_adjacent_groupings(const Parts& parts) const {
    const auto both = [this](char32_t left, char32_t right) { return is_grouping(left) && is_grouping(right); };
    return std::adjacent_find(parts.whole.begin(), parts.whole.end(), both) != parts.whole.end();
  }
  // Checks only the digits before the first or after the last optional one, as in the reference implementation: "#0#"
  // is accepted.
  bool has_optional_behind_digit(const Parts& parts) const {
    const std::size_t first = format_.digit ? parts.integer.find(*format_.digit) : nowhere;
    return first != nowhere && digits(parts.integer.substr(0, first)) > 0;
  }
  bool has_digit_behind_optional(const Parts& parts) const {
    const std::size_t last = format_.digit ? parts.fraction.rfind(*format_.digit) : nowhere;
    return last != nowhere && digits(parts.fraction.substr(last)) > 0;
  }
  bool has_percent_and_exponent(const Parts& parts) const {
    return parts.exponent &&
           occurrences(parts.whole, format_.percent) + occurrences(parts.whole, format_.per_mille) > 0;
  }
  bool has_other_exponent(const Parts& parts) const {
    return parts.exponent && (parts.exponent->empty() || digits(*parts.exponent) < parts.exponent->size());
  }

  SubPicture demands(const Parts& parts) const {
    SubPicture picture;
    picture.prefix = parts.prefix;
    picture.suffix = parts.suffix;
    picture.percent = occurrences(parts.whole, format_.percent) > 0;
    picture.per_mille = occurrences(parts.whole, format_.per_mille) > 0;
    picture.scale = digits(parts.integer);
    picture.integer_min = picture.scale;
    picture.fraction_min = digits(parts.fraction);
    picture.fraction_max = picture.fraction_min + optional_digits(parts.fraction);
    if (parts.exponent) picture.exponent_min = digits(*parts.exponent);
    demand_a_digit(picture, optional_digits(parts.integer) > 0);
    add_separators(picture, parts);
    return picture;
  }

  // Source: the same, the rules for pictures without mandatory digits.
  static void demand_a_digit(SubPicture& picture, bool has_optional) {
    if (picture.integer_min == 0 && picture.fraction_max == 0) {
      if (picture.exponent_min) {
        picture.fraction_min = picture.fraction_max = 1;
      } else {
        picture.integer_min = 1;
      }
    }
    if (picture.exponent_min && picture.integer_min == 0 && has_optional) picture.integer_min = 1;
    if (picture.integer_min == 0 && picture.fraction_min == 0) picture.fraction_min = 1;
  }

  void add_separators(SubPicture& picture, const Parts& parts) const {
    std::size_t position = 0;
    for (auto each = parts.integer.rbegin(); each != parts.integer.rend(); ++each) {
      if (is_grouping(*each)) {
        picture.integer_separators.push_back(position);
      } else {
        ++position;
      }
    }
    picture.regular = !picture.integer_separators.empty();
    for (std::size_t i = 0; i < picture.integer_separators.size(); ++i) {
      if (picture.integer_separators[i] != picture.integer_separators.front() * (i + 1)) picture.regular = false;
    }
    const std::size_t first = format_.grouping_separator ? parts.fraction.find(*format_.grouping_separator) : nowhere;
    if (first != nowhere) picture.fraction_separator = first;
  }

  const DecimalFormat& format_;
};

}  // namespace

Expected<DecimalPicture> read_decimal_picture(std::string_view picture, const DecimalFormat& format) {
  const std::u32string characters = code_points(picture);
  const Text text = characters;
  const std::size_t separator = format.pattern_separator ? text.find(*format.pattern_separator) : nowhere;
  const Reader reader(format);
  if (separator == nowhere) {
    return reader.read(text).map([](SubPicture positive) { return DecimalPicture{std::move(positive), std::nullopt}; });
  }
  if (text.find(*format.pattern_separator, separator + 1) != nowhere) return fail("D3080");
  Expected<SubPicture> positive = reader.read(text.substr(0, separator));
  if (!positive) return tl::unexpected{std::move(positive).error()};
  Expected<SubPicture> negative = reader.read(text.substr(separator + 1));
  if (!negative) return tl::unexpected{std::move(negative).error()};
  return DecimalPicture{*std::move(positive), *std::move(negative)};
}

}  // namespace stepstorm::jsonata
