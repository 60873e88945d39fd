#include "asl/jsonata/pictures/date_picture.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "asl/jsonata/characters.hpp"
#include "asl/jsonata/code_points.hpp"
#include "values/json.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr auto months = std::to_array<std::string_view>({"January",
                                                         "February",
                                                         "March",
                                                         "April",
                                                         "May",
                                                         "June",
                                                         "July",
                                                         "August",
                                                         "September",
                                                         "October",
                                                         "November",
                                                         "December"});
constexpr auto days =
    std::to_array<std::string_view>({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"});

// A wider number would only have more zeros.
constexpr std::size_t widest = 1000;

struct Widths {
  std::optional<std::size_t> min;
  std::optional<std::size_t> max;
};

std::string without_blanks(std::string_view text) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept), [](char each) { return !is_blank(each); });
  return kept;
}

// Returns the default presentation of a component; nullopt for an unknown component.
std::optional<std::string_view> default_presentation(char specifier) {
  switch (specifier) {
    case 'Y':
    case 'M':
    case 'D':
    case 'd':
    case 'W':
    case 'w':
    case 'X':
    case 'x':
    case 'H':
    case 'h':
    case 'f': return "1";
    case 'F':
    case 'P':
    case 'C':
    case 'E': return "n";
    case 'm':
    case 's': return "01";
    case 'Z':
    case 'z': return "01:01";
    default: return std::nullopt;
  }
}

// Returns nullopt (no limit) for "*" and for texts that are not numbers.
std::optional<std::size_t> read_width(std::string_view text) {
  std::size_t width = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), width);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return width;
}

Widths read_widths(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return {read_width(text), std::nullopt};
  return {read_width(text.substr(0, dash)), read_width(text.substr(dash + 1))};
}

Names read_names(std::string_view presentation, const Widths& widths) {
  if (presentation.front() == 'n') return {LetterCase::lower, widths.max};
  const bool title = presentation.size() > 1 && presentation[1] == 'n';
  return {title ? LetterCase::title : LetterCase::upper, widths.max};
}

// Accepts a picture of at most four digits, or one with regular separators.
Expected<OffsetDigits> read_offset(std::string_view presentation, bool zulu) {
  const Expected<IntegerPicture> picture = read_integer_picture(presentation);
  if (!picture && picture.error().code == "D3131") return tl::unexpected{picture.error()};
  const auto* digits = picture ? std::get_if<DecimalDigits>(&picture->form) : nullptr;
  if (!digits) return fail("D3134");
  if (!digits->regular && digits->mandatory > 4) return fail("D3134", {}, std::to_string(digits->mandatory));
  return OffsetDigits{*digits, zulu};
}

void widen(DateComponent& component, DecimalDigits& digits, const Widths& widths) {
  digits.mandatory = std::max(digits.mandatory, widths.min.value_or(0));
  if (component.specifier != 'Y') return;
  if (widths.max) digits.mandatory = *widths.max;
  const std::size_t width = widths.max ? *widths.max : digits.mandatory + digits.optional;
  if (widths.max || width >= 2) component.year_digits = width;
}

// Returns the second modifier (a, t, c or o), which must follow a first one; '\0' without one.
char second_modifier(std::string_view presentation) {
  if (presentation.size() < 2) return '\0';
  const char last = presentation.back();
  return last == 'a' || last == 't' || last == 'c' || last == 'o' ? last : '\0';
}

Expected<DateComponent> read_form(DateComponent component, std::string_view presentation, const Widths& widths) {
  const char modifier = second_modifier(presentation);
  if (modifier != '\0') presentation.remove_suffix(1);
  if (component.specifier == 'Z' || component.specifier == 'z') {
    return read_offset(presentation, modifier == 't').map([&](OffsetDigits digits) {
      component.form = std::move(digits);
      return component;
    });
  }
  if (presentation.front() == 'n' || presentation.front() == 'N') {
    component.form = read_names(presentation, widths);
    return component;
  }
  Expected<IntegerPicture> picture = read_integer_picture(presentation);
  if (!picture) return tl::unexpected{std::move(picture).error()};
  picture->ordinal = picture->ordinal || modifier == 'o';
  if (auto* digits = std::get_if<DecimalDigits>(&picture->form)) {
    widen(component, *digits, widths);
  } else if (component.specifier == 'Y') {
    component.year_digits = widths.max;
  }
  component.form = *std::move(picture);
  return component;
}

Expected<DateComponent> read_component(std::string_view marker) {
  const std::string text = without_blanks(marker);
  std::string_view first = text;
  const auto specifier = default_presentation(text.empty() ? '\0' : text.front());
  if (!specifier) {
    while (!first.empty() && length_in_code_points(first) > 1) first.remove_suffix(1);
    return fail("D3132", {}, to_text(Json(first)));
  }
  const std::size_t comma = text.rfind(',');
  const Widths widths = comma == std::string::npos ? Widths{} : read_widths(first.substr(comma + 1));
  if (widths.min.value_or(0) > widest || widths.max.value_or(0) > widest) return fail("U1003");
  const std::string_view presentation = first.substr(1, comma == std::string::npos ? comma : comma - 1);
  return read_form({text.front(), {}, {}, {}}, presentation.empty() ? *specifier : presentation, widths);
}

void append_literal(DatePicture& picture, std::string_view text) {
  std::string literal;
  for (std::size_t i = 0; i < text.size(); ++i) {
    literal += text[i];
    if (text.substr(i, 2) == "]]") ++i;
  }
  if (!literal.empty()) picture.emplace_back(std::move(literal));
}

const IntegerPicture* integer_picture(const DatePicturePart& part) {
  const auto* component = std::get_if<DateComponent>(&part);
  return component ? std::get_if<IntegerPicture>(&component->form) : nullptr;
}

// Of two adjacent numbers, the first is read with exactly the digits of its picture, unless it is a fraction.
void divide_numbers(DatePicture& picture) {
  for (std::size_t i = 0; i + 1 < picture.size(); ++i) {
    const IntegerPicture* number = integer_picture(picture[i]);
    const auto* digits = number ? std::get_if<DecimalDigits>(&number->form) : nullptr;
    if (!digits || !integer_picture(picture[i + 1])) continue;
    auto& component = std::get<DateComponent>(picture[i]);
    if (component.specifier != 'f') component.read_digits = digits->mandatory;
  }
}

}  // namespace

Expected<DatePicture> read_date_picture(std::string_view picture) {
  DatePicture parts;
  std::size_t literal = 0;
  std::size_t open = picture.find('[');
  while (open != std::string_view::npos) {
    if (picture.substr(open, 2) == "[[") {
      append_literal(parts, picture.substr(literal, open + 1 - literal));
      literal = open + 2;
    } else {
      append_literal(parts, picture.substr(literal, open - literal));
      const std::size_t close = picture.find(']', open);
      if (close == std::string_view::npos) return fail("D3135");
      Expected<DateComponent> component = read_component(picture.substr(open + 1, close - open - 1));
      if (!component) return tl::unexpected{std::move(component).error()};
      parts.emplace_back(*std::move(component));
      literal = close + 1;
    }
    open = picture.find('[', literal);
  }
  append_literal(parts, picture.substr(std::min(literal, picture.size())));
  divide_numbers(parts);
  return parts;
}

std::string_view month_name(std::int64_t month) { return months[static_cast<std::size_t>(month - 1)]; }
std::string_view day_name(std::int64_t weekday) { return days[static_cast<std::size_t>(weekday - 1)]; }

}  // namespace stepstorm::jsonata
