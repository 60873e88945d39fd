#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include <re2/re2.h>

#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/pictures/calendar.hpp"
#include "asl/jsonata/pictures/date_picture.hpp"
#include "asl/jsonata/pictures/date_time.hpp"
#include "asl/jsonata/pictures/number_text.hpp"
#include "asl/jsonata/pictures/number_words.hpp"
#include "values/json.hpp"
#include "values/overload.hpp"

namespace stepstorm::jsonata {
namespace {

// The values found in a text, by specifier; Z in minutes.
using Components = std::map<char, double>;

std::string any_word() {
  std::string alternatives = "(?:and|[-, ]";
  for (const std::string& word : number_words()) alternatives += '|' + word;
  return alternatives + ")+";
}

std::string digits_pattern(const DateComponent& component, const DecimalDigits& form, bool ordinal) {
  const std::string digit = "[" + utf8(std::u32string{form.zero}) + "-" + utf8(std::u32string{form.zero + 9}) + "]";
  const std::string count = component.read_digits ? "{" + std::to_string(*component.read_digits) + "}" : "+";
  return digit + count + (ordinal ? "(?:th|st|nd|rd)" : "");
}

std::string offset_pattern(char specifier, const OffsetDigits& form) {
  std::string pattern = specifier == 'z' ? "GMT[-+][0-9]+" : "[-+][0-9]+";
  if (form.digits.separators.empty()) return pattern;
  const std::string separator = utf8(std::u32string{form.digits.separators.front().character});
  return pattern + re2::RE2::QuoteMeta(separator) + "[0-9]+";
}

Expected<std::string> pattern_of(const DateComponent& component) {
  return std::visit(
      Overload{
          [&](const Names&) -> Expected<std::string> {
            if (std::string_view("MxFP").find(component.specifier) != std::string_view::npos) return "[a-z]+";
            return fail("D3133", {}, to_text(Json(std::string(1, component.specifier))));
          },
          [&](const OffsetDigits& form) -> Expected<std::string> { return offset_pattern(component.specifier, form); },
          [&](const IntegerPicture& picture) -> Expected<std::string> {
            return std::visit(
                Overload{[&](const DecimalDigits& form) { return digits_pattern(component, form, picture.ordinal); },
                         [](const Letters&) -> std::string { return "[a-z]+"; },
                         [](const Roman&) -> std::string { return "[mdclxvi]+"; },
                         [](const Words&) { return any_word(); }},
                picture.form);
          }},
      component.form);
}

Expected<std::string> pattern_of(const DatePicture& picture) {
  std::string pattern = "(?i)";
  for (const DatePicturePart& part : picture) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      pattern += re2::RE2::QuoteMeta(*literal);
      continue;
    }
    Expected<std::string> component = pattern_of(std::get<DateComponent>(part));
    if (!component) return component;
    pattern += '(' + *component + ')';
  }
  return pattern;
}

std::optional<double> month_of(std::string_view name, const Names& names) {
  for (std::int64_t month = 1; month <= 12; ++month) {
    const std::string_view full = month_name(month);
    if (full.substr(0, names.width_max.value_or(full.size())) == name) return static_cast<double>(month);
  }
  return std::nullopt;
}

// Returns the value of a month's name or of am/pm; nullopt for other names and for names of days, which are ignored.
std::optional<double> read_name(std::string_view text, char specifier, const Names& names) {
  if (specifier == 'M' || specifier == 'x') return month_of(text, names);
  if (specifier != 'P') return std::nullopt;
  if (text == "am" || text == "AM") return 0;
  return text == "pm" || text == "PM" ? std::optional(1.0) : std::nullopt;
}

// Returns the offset in minutes. Two digits, or the digits before the separator, are hours and carry the sign; the rest
// are minutes without it, as in the reference implementation: "-05:30" is minus four hours and a half.
double read_offset(std::string_view text, const OffsetDigits& form) {
  if (text.front() != '+' && text.front() != '-') text.remove_prefix(3);  // GMT
  std::size_t end = std::min<std::size_t>(text.size(), 3);
  std::size_t minutes = end;
  if (!form.digits.separators.empty()) {
    const std::string separator = utf8(std::u32string{form.digits.separators.front().character});
    end = text.find(separator);
    minutes = end + separator.size();
  }
  const IntegerPicture digits{DecimalDigits{}, false};
  return parse_integer(text.substr(0, end), digits).value_or(0) * 60 +
         parse_integer(text.substr(minutes), digits).value_or(0);
}

// Reads the digits after a decimal point, in milliseconds.
std::optional<double> read_fraction(std::string_view text) {
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return number_of_text("0." + std::string{text}).value_or(0) * 1000;
}

std::optional<double> read_component(std::string_view text, const DateComponent& component) {
  return std::visit(Overload{[&](const Names& names) { return read_name(text, component.specifier, names); },
                             [&](const OffsetDigits& form) -> std::optional<double> { return read_offset(text, form); },
                             [&](const IntegerPicture& picture) {
                               return component.specifier == 'f' ? read_fraction(text) : parse_integer(text, picture);
                             }},
                    component.form);
}

// A picture, and the regular expression for texts in its format.
struct Form {
  DatePicture picture;
  std::unique_ptr<const re2::RE2> expression;
};

Expected<Form> read_form(std::string_view picture) {
  Expected<DatePicture> parts = read_date_picture(picture);
  if (!parts) return tl::unexpected{std::move(parts).error()};
  const Expected<std::string> pattern = pattern_of(*parts);
  if (!pattern) return tl::unexpected{pattern.error()};
  auto expression = std::make_unique<const re2::RE2>(*pattern, re2::RE2::Quiet);
  if (!expression->ok()) return fail("U1003");
  return Form{*std::move(parts), std::move(expression)};
}

// Each thread keeps the last one: most pictures are used again and again.
const Expected<Form>& form_of(std::string_view picture) {
  struct Kept {
    std::string picture;
    Expected<Form> form;
  };
  thread_local std::optional<Kept> kept;
  if (!kept || kept->picture != picture) kept = Kept{std::string{picture}, read_form(picture)};
  return kept->form;
}

// Returns nullopt when the text does not match the picture.
std::optional<Components> read_components(std::string_view text, const Form& form) {
  const auto count = static_cast<std::size_t>(form.expression->NumberOfCapturingGroups());
  if (count == 0) return std::nullopt;  // a picture without components
  std::vector<re2::StringPiece> groups(count + 1);
  constexpr auto whole = re2::RE2::ANCHOR_BOTH;
  if (!form.expression->Match(text, 0, text.size(), whole, groups.data(), static_cast<int>(groups.size())))
    return std::nullopt;
  Components components;
  std::size_t group = 0;
  for (const DatePicturePart& part : form.picture) {
    const auto* component = std::get_if<DateComponent>(&part);
    if (!component) continue;
    const re2::StringPiece& found = groups[++group];
    const std::optional<double> value = read_component({found.data(), found.size()}, *component);
    if (!value && !std::holds_alternative<Names>(component->form)) return std::nullopt;
    if (value) components[component->specifier == 'z' ? 'Z' : component->specifier] = *value;
  }
  return components;
}

// Returns whether, of the components `all`, the text sets at least one, and only those in `some`. 0 counts as not set.
bool speaks(const Components& components, std::string_view all, std::string_view some) {
  bool any = false;
  for (const char specifier : all) {
    const auto found = components.find(specifier);
    if (found == components.end() || found->second == 0) continue;
    if (some.find(specifier) == std::string_view::npos) return false;
    any = true;
  }
  return any;
}

bool is_day_of_year(const Components& components) {
  return !speaks(components, "YXMxWwdD", "YMD") && speaks(components, "YXMxWwdD", "Yd");
}

bool is_twelve_hours(const Components& components) {
  return !speaks(components, "PHhmsf", "Hmsf") && speaks(components, "PHhmsf", "Phmsf");
}

// Returns the specifiers that determine the instant, largest first. Returns nullopt for dates by weeks, which are not
// supported.
std::optional<std::string> chain(const Components& components) {
  constexpr std::string_view dates = "YXMxWwdD";
  std::string specifiers = "YMD";
  if (is_day_of_year(components)) specifiers = "YD";
  if (!speaks(components, dates, "YMD") && !is_day_of_year(components) &&
      (speaks(components, dates, "Xxw") || speaks(components, dates, "XW"))) {
    return std::nullopt;
  }
  return specifiers + (is_twelve_hours(components) ? "Phmsf" : "Hmsf");
}

double now_of(char specifier, const CivilTime& now) {
  switch (specifier) {
    case 'Y': return static_cast<double>(now.year);
    case 'M': return static_cast<double>(now.month);
    case 'D': return static_cast<double>(now.day);
    case 'H':
    case 'h': return static_cast<double>(now.hour);
    case 'm': return static_cast<double>(now.minute);
    case 's': return static_cast<double>(now.second);
    case 'f': return static_cast<double>(now.milli);
    default: return 0;
  }
}

// Fills in missing components: larger ones from the current time, smaller ones with the earliest. Returns false when a
// component in between is missing.
bool complete(Components& components, std::string_view specifiers, const CivilTime& now) {
  bool begun = false;
  bool ended = false;
  for (const char specifier : specifiers) {
    if (components.count(specifier) > 0) {
      if (ended) return false;
      begun = true;
    } else if (begun) {
      components[specifier] = specifier == 'M' || specifier == 'D' ? 1 : 0;
      ended = true;
    } else {
      components[specifier] = now_of(specifier, now);
    }
  }
  return true;
}

// Two-digit years are in the 20th century, as in JavaScript.
std::int64_t full_year(std::int64_t year) { return year >= 0 && year <= 99 ? year + 1900 : year; }

// Sets month and day from the day of the year. Keeps the year, even for days beyond it.
void resolve_day_of_year(Components& components) {
  const auto days =
      day_number(full_year(static_cast<std::int64_t>(components['Y'])), 1, static_cast<std::int64_t>(components['d']));
  const CivilTime date = civil_time(days * 86'400'000);
  components['M'] = static_cast<double>(date.month);
  components['D'] = static_cast<double>(date.day);
}

// Computes the instant; components may be beyond their range.
std::optional<double> instant(Components components) {
  constexpr double sane = 1e9;  // a component beyond this is outside the range of time
  for (const auto& [specifier, value] : components) {
    if (std::abs(value) > sane) return std::nullopt;
  }
  const auto whole = [&](char specifier) { return static_cast<std::int64_t>(components[specifier]); };
  const auto days =
      static_cast<double>(day_number(full_year(whole('Y')), std::max<std::int64_t>(whole('M'), 1), whole('D')));
  const auto minutes = static_cast<double>(whole('H') * 60 + whole('m') - whole('Z'));
  const double millis =
      ((days * 1440 + minutes) * 60 + static_cast<double>(whole('s'))) * 1000 + static_cast<double>(whole('f'));
  if (std::abs(millis) > time_range_millis) return std::nullopt;
  return millis;
}

std::optional<double> number(const re2::StringPiece& digits) {
  if (digits.empty()) return std::nullopt;
  return number_of_text({digits.data(), digits.size()}).value_or(0);
}

}  // namespace

Expected<double> parse_iso_date_time(std::string_view text) {
  static const re2::RE2 form(
      R"((\d{4})(?:-(\d\d)(?:-(\d\d))?)?)"
      R"((?:T(\d\d):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:Z|([-+])([01]\d|2[0-3]):?([0-5]\d))?|Z)?)");
  const auto refused = [&] { return fail("D3110", "toMillis", to_text(Json(text))); };
  std::array<re2::StringPiece, 11> groups;
  if (!form.Match(text, 0, text.size(), re2::RE2::ANCHOR_BOTH, groups.data(), groups.size())) return refused();
  const double month = number(groups[2]).value_or(1);
  const double day = number(groups[3]).value_or(1);
  const double hour = number(groups[4]).value_or(0);
  const double rest = number(groups[5]).value_or(0) * 60 + number(groups[6]).value_or(0);
  const double milli = groups[7].empty() ? 0 : number_of_text("0." + std::string{groups[7]}).value_or(0) * 1000;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24) return refused();
  if (hour == 24 && (rest > 0 || milli > 0)) return refused();
  const double offset = number(groups[9]).value_or(0) * 60 + number(groups[10]).value_or(0);
  const auto days = day_number(
      static_cast<std::int64_t>(*number(groups[1])), static_cast<std::int64_t>(month), static_cast<std::int64_t>(day));
  const double minutes = static_cast<double>(days) * 1440 + hour * 60 - (groups[8] == "-" ? -offset : offset);
  return (minutes * 60 + rest) * 1000 + std::floor(milli);
}

Expected<std::optional<double>> parse_date_time(std::string_view text, std::string_view picture, double now_millis) {
  const Expected<Form>& form = form_of(picture);
  if (!form) return tl::unexpected{form.error()};
  std::optional<Components> read = read_components(text, *form);
  if (!read) return std::nullopt;
  Components& components = *read;
  const bool day_of_year = is_day_of_year(components);
  const bool twelve_hours = is_twelve_hours(components);
  const std::optional<std::string> specifiers = chain(components);
  if (!specifiers || !complete(components, *specifiers, civil_time(static_cast<std::int64_t>(now_millis)))) {
    return fail("D3136");
  }
  if (day_of_year) resolve_day_of_year(components);
  if (twelve_hours) components['H'] = (components['h'] == 12 ? 0 : components['h']) + (components['P'] == 1 ? 12 : 0);
  const std::optional<double> millis = instant(components);
  if (!millis) return fail("D1001", "toMillis", to_text(Json(text)));
  return millis;
}

}  // namespace stepstorm::jsonata
