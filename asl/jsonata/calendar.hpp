// The proleptic Gregorian calendar over JavaScript's range of time, with ISO 8601's weeks.
// Pure. Source: ECMAScript, "Time Values and Time Range"; ISO 8601 for weeks, which begin on Monday and belong to the year,
// and the month, of their Thursday.
#pragma once

#include <cstdint>

namespace stepstorm::jsonata {

/// In milliseconds from 1970 on, both ways.
inline constexpr double time_range_millis = 8.64e15;

struct CivilTime {
  std::int64_t year = 1970;
  std::int64_t month = 1;
  std::int64_t day = 1;
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
  std::int64_t milli = 0;
  std::int64_t weekday = 4;  // Monday is 1
  std::int64_t day_of_year = 1;
};

struct Week {
  std::int64_t year = 1970;
  std::int64_t month = 1;
  std::int64_t in_year = 1;
  std::int64_t in_month = 1;
};

/// Days since 1970-01-01. Months and days beyond their range go on into the next year and month.
[[nodiscard]] std::int64_t day_number(std::int64_t year, std::int64_t month, std::int64_t day);

/// The time, in UTC, that lies so many milliseconds after 1970 began.
[[nodiscard]] CivilTime civil_time(std::int64_t millis);

/// The week in which a day lies.
[[nodiscard]] Week week_of(const CivilTime& day);

}  // namespace stepstorm::jsonata
