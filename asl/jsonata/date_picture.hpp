// A date/time picture such as "[D1o] [MNn] [Y0001]", read into its parts.
// Pure. Source: XPath and XQuery Functions 3.1, "The picture string" of formatting dates and times.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "asl/jsonata/failure.hpp"
#include "asl/jsonata/format_integer.hpp"

namespace stepstorm::jsonata {

struct Names {
  LetterCase letter_case = LetterCase::lower;
  std::optional<std::size_t> width_max;  // names are cut to it
};

/// A timezone's offset in digits.
struct OffsetDigits {
  DecimalDigits digits;
  bool zulu = false;  // no offset is "Z"
};

struct DateComponent {
  char specifier = 'Y';  // Y M D d F W w X x H h P m s f Z z C E
  std::variant<Names, IntegerPicture, OffsetDigits> form;
  std::optional<std::size_t> year_digits;  // only for Y: as many of the last are shown
  std::optional<std::size_t> read_digits;  // exactly: another number follows without anything between
};

using DatePicturePart = std::variant<std::string, DateComponent>;  // literal text, or what is put in its place
using DatePicture = std::vector<DatePicturePart>;

/// D3132: unknown component; D3135: no ']'; D3130, D3131, D3134: no such form of a number;
/// U1003: a width beyond reason.
[[nodiscard]] Expected<DatePicture> read_date_picture(std::string_view picture);

/// "January" for 1.
[[nodiscard]] std::string_view month_name(std::int64_t month);
/// "Monday" for 1.
[[nodiscard]] std::string_view day_name(std::int64_t weekday);

}  // namespace stepstorm::jsonata
