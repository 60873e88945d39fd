// Parses date/time pictures such as "[D1o] [MNn] [Y0001]" into parts.
// Pure. Source: XPath and XQuery Functions 3.1, "The picture string" of formatting dates and times.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "asl/jsonata/failure.hpp"
#include "asl/jsonata/pictures/format_integer.hpp"

namespace stepstorm::jsonata {

struct Names {
  LetterCase letter_case = LetterCase::lower;
  std::optional<std::size_t> width_max;  // longer names are truncated
};

/// A timezone offset in digits.
struct OffsetDigits {
  DecimalDigits digits;
  bool zulu = false;  // writes an offset of zero as "Z"
};

struct DateComponent {
  char specifier = 'Y';  // Y M D d F W w X x H h P m s f Z z C E
  std::variant<Names, IntegerPicture, OffsetDigits> form;
  std::optional<std::size_t> year_digits;  // only for Y: number of last digits to show
  std::optional<std::size_t> read_digits;  // exact number of digits to read, since another number follows at once
};

using DatePicturePart = std::variant<std::string, DateComponent>;  // literal text, or a component
using DatePicture = std::vector<DatePicturePart>;

/// Parses a picture. D3132: unknown component; D3135: no ']'; D3130, D3131, D3134: invalid number format;
/// U1003: excessive width.
[[nodiscard]] Expected<DatePicture> read_date_picture(std::string_view picture);

/// Returns "January" for 1.
[[nodiscard]] std::string_view month_name(std::int64_t month);
/// Returns "Monday" for 1.
[[nodiscard]] std::string_view day_name(std::int64_t weekday);

}  // namespace stepstorm::jsonata
