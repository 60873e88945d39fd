// The proleptic Gregorian calendar over JavaScript's range of time, with ISO 8601's weeks.
// A week begins on Monday and belongs to the year, and the month, of its Thursday.
// Pure. Source: ECMAScript, "Time Values and Time Range"; ISO 8601 for weeks.
#pragma once

#include <cstdint>

namespace stepstorm::jsonata {

/// The range of time, in milliseconds before and after 1970-01-01.
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

/// Returns the days since 1970-01-01. Months and days beyond their range carry over into the next year and month.
[[nodiscard]] std::int64_t day_number(std::int64_t year, std::int64_t month, std::int64_t day);

/// Converts milliseconds since 1970-01-01 to UTC.
[[nodiscard]] CivilTime civil_time(std::int64_t millis);

/// Returns the week that contains the day.
[[nodiscard]] Week week_of(const CivilTime& day);

}  // namespace stepstorm::jsonata
