// $fromMillis and $toMillis: format and parse instants (milliseconds since 1970, UTC) by ISO 8601 or by a picture.
// Pure: the current time is an argument. Source: XPath and XQuery Functions 3.1, "Formatting dates and times", with
// JSONata's choices: English, the ISO calendar, weeks that begin on Monday.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "asl/jsonata/failure.hpp"

namespace stepstorm::jsonata {

/// $fromMillis. Without a picture, "2018-10-21T13:05:00.000Z". A timezone is "+HHMM" or "-HHMM"; without one, UTC.
/// D3132: unknown component; D3133: the component has no name; D3134: a timezone with too many digits; D3135: no ']';
/// T0410: invalid timezone; D1001: an instant beyond JavaScript's range.
[[nodiscard]] Expected<std::string> format_date_time(double millis,
                                                     std::optional<std::string_view> picture = std::nullopt,
                                                     std::optional<std::string_view> timezone = std::nullopt);

/// $toMillis without a picture: parses an ISO 8601 date, optionally with time and timezone. D3110 for any other text.
[[nodiscard]] Expected<double> parse_iso_date_time(std::string_view text);

/// $toMillis with a picture. Missing larger components are taken from the current time, missing smaller ones are the
/// earliest. Names are read as "January" and "am" or "AM"; other names are ignored. Returns nullopt when the text does
/// not match the picture. D3136: a component between others is missing, or the date is given by weeks; D3131 to D3135
/// as above; D1001: an instant beyond JavaScript's range.
[[nodiscard]] Expected<std::optional<double>> parse_date_time(std::string_view text,
                                                              std::string_view picture,
                                                              double now_millis);

}  // namespace stepstorm::jsonata
