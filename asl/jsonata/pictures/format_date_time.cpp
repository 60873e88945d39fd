#include <cmath>

#include "asl/jsonata/pictures/calendar.hpp"
#include "asl/jsonata/pictures/date_picture.hpp"
#include "asl/jsonata/pictures/date_time.hpp"
#include "asl/jsonata/pictures/number_text.hpp"
#include "values/json.hpp"
#include "values/overload.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr std::string_view iso_picture = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

struct Offset {
  std::int64_t hours = 0;
  std::int64_t minutes = 0;

  std::int64_t in_minutes() const { return hours * 60 + minutes; }
};

struct LocalTime {
  CivilTime time;
  Offset offset;
};

// Reads the integer at the beginning of a text; its last two digits are minutes. For a negative one, rounds the hours
// down and keeps the minutes negative, as the reference implementation does: "-0530" means minus six hours and a half.
Expected<Offset> read_timezone(std::string_view text) {
  const std::optional<double> number = parse_integer(text, IntegerPicture{DecimalDigits{}, false});
  if (!number || std::abs(*number) > 1e6) {
    Failure failure{"T0410", Failure::nowhere, "fromMillis", to_text(Json(text)), {}, 3};
    return tl::unexpected{std::move(failure)};
  }
  return Offset{static_cast<std::int64_t>(std::floor(*number / 100)), static_cast<std::int64_t>(*number) % 100};
}

std::string cut(std::string_view name, const Names& names) {
  std::string text{name.substr(0, names.width_max.value_or(name.size()))};
  if (names.letter_case == LetterCase::title) return text;
  for (char& character : text) {
    const bool upper = character >= 'A' && character <= 'Z';
    if (names.letter_case == LetterCase::lower && upper) character = static_cast<char>(character - 'A' + 'a');
    if (names.letter_case == LetterCase::upper && !upper) character = static_cast<char>(character - 'a' + 'A');
  }
  return text;
}

std::int64_t number_of(char specifier, const CivilTime& time) {
  switch (specifier) {
    case 'Y': return time.year;
    case 'M': return time.month;
    case 'D': return time.day;
    case 'd': return time.day_of_year;
    case 'F': return time.weekday;
    case 'W': return week_of(time).in_year;
    case 'w': return week_of(time).in_month;
    case 'X': return week_of(time).year;
    case 'x': return week_of(time).month;
    case 'H': return time.hour;
    case 'h': return (time.hour + 11) % 12 + 1;
    case 'm': return time.minute;
    case 's': return time.second;
    default: return time.milli;
  }
}

std::string half_of_day(const CivilTime& time, const DateComponent& component) {
  const auto* names = std::get_if<Names>(&component.form);
  const bool upper = names && names->letter_case == LetterCase::upper;
  if (time.hour < 12) return upper ? "AM" : "am";
  return upper ? "PM" : "pm";
}

Expected<std::string> write_name(const CivilTime& time, char specifier, const Names& names) {
  const std::int64_t number = number_of(specifier, time);
  if (specifier == 'M' || specifier == 'x') return cut(month_name(number), names);
  if (specifier == 'F') return cut(day_name(number), names);
  return fail("D3133", {}, to_text(Json(std::string(1, specifier))));
}

Expected<std::string> write_number(const CivilTime& time,
                                   const DateComponent& component,
                                   const IntegerPicture& picture) {
  auto number = static_cast<double>(number_of(component.specifier, time));
  if (component.year_digits) number = std::fmod(number, std::pow(10.0, static_cast<double>(*component.year_digits)));
  return format_integer(number, picture);
}

Expected<std::string> write_offset(const Offset& offset, char specifier, const OffsetDigits& form) {
  const std::int64_t number = offset.hours * 100 + offset.minutes;
  if (form.zulu && number == 0) return "Z";
  std::string text = specifier == 'z' ? "GMT" : "";
  text += number < 0 ? '-' : '+';
  const IntegerPicture picture{form.digits, false};
  if (form.digits.regular || form.digits.mandatory > 2) {
    return format_integer(static_cast<double>(std::abs(number)), picture).map([&](const auto& digits) {
      return text + digits;
    });
  }
  text += format_integer(static_cast<double>(std::abs(offset.hours)), picture).value();
  if (offset.minutes == 0) return text;
  return text + ':' + format_integer(static_cast<double>(offset.minutes), "00").value();
}

Expected<std::string> write(const LocalTime& local, const DateComponent& component) {
  switch (component.specifier) {
    case 'P': return half_of_day(local.time, component);
    case 'C':
    case 'E': return "ISO";
    default: break;
  }
  return std::visit(
      Overload{[&](const Names& names) { return write_name(local.time, component.specifier, names); },
               [&](const IntegerPicture& picture) { return write_number(local.time, component, picture); },
               [&](const OffsetDigits& form) { return write_offset(local.offset, component.specifier, form); }},
      component.form);
}

}  // namespace

Expected<std::string> format_date_time(double millis,
                                       std::optional<std::string_view> picture,
                                       std::optional<std::string_view> timezone) {
  const Expected<Offset> offset = timezone ? read_timezone(*timezone) : Offset{};
  if (!offset) return tl::unexpected{offset.error()};
  const Expected<DatePicture> parts = read_date_picture(picture.value_or(iso_picture));
  if (!parts) return tl::unexpected{parts.error()};
  const double shifted = std::trunc(millis) + static_cast<double>(offset->in_minutes()) * 60'000;
  if (!(std::abs(shifted) <= time_range_millis)) return fail("D1001", "fromMillis", number_text(millis));
  const LocalTime local{civil_time(static_cast<std::int64_t>(shifted)), *offset};
  std::string text;
  for (const DatePicturePart& part : *parts) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      text += *literal;
      continue;
    }
    const Expected<std::string> written = write(local, std::get<DateComponent>(part));
    if (!written) return written;
    text += *written;
  }
  return text;
}

}  // namespace stepstorm::jsonata
