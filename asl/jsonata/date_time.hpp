// $fromMillis and $toMillis: instants, in milliseconds since 1970 (UTC), as text and back, by ISO 8601 or by a picture.
// Pure: the time now is an argument. Source: XPath and XQuery Functions 3.1, "Formatting dates and times", as JSONata
// takes it: English, the ISO calendar, weeks that begin on Monday.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// $fromMillis. Without a picture, "2018-10-21T13:05:00.000Z". A timezone is "+HHMM" or "-HHMM"; without one, UTC.
/// D3132: unknown component; D3133: a name where there is none; D3134: a timezone of more digits; D3135: no ']';
/// T0410: no such timezone; D1001: an instant beyond JavaScript's range.
[[nodiscard]] Expected<std::string> format_date_time(double millis,
                                                     std::optional<std::string_view> picture = std::nullopt,
                                                     std::optional<std::string_view> timezone = std::nullopt);

/// $toMillis without a picture: an ISO 8601 date, with time and timezone or without. D3110 for any other text.
[[nodiscard]] Expected<double> parse_iso_date_time(std::string_view text);

/// $toMillis with a picture. Larger parts that the text leaves out are today's, smaller ones the earliest. Names are read
/// as "January" and "am" or "AM"; others are left out. Nothing when the text is not of the picture's form. D3136: the
/// picture leaves a gap; D3131 to D3135 as above. D1001: an instant beyond JavaScript's range.
[[nodiscard]] Expected<std::optional<double>> parse_date_time(std::string_view text,
                                                              std::string_view picture,
                                                              double now_millis);

}  // namespace stepstorm::jsonata
