#include "asl/jsonata/pictures/calendar.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr std::int64_t millis_per_day = 86'400'000;
constexpr std::int64_t days_per_era = 146'097;  // 400 years

std::int64_t floor_divide(std::int64_t value, std::int64_t by) { return (value - (value < 0 ? by - 1 : 0)) / by; }

// Counts months from March (0), so that the leap day is at the end of the year.
struct MarchDate {
  std::int64_t year;
  std::int64_t month;
  std::int64_t day;  // from 0
};

std::int64_t days_before_month(std::int64_t march_month) { return (153 * march_month + 2) / 5; }

std::int64_t days_before_year(std::int64_t march_year) {
  return 365 * march_year + floor_divide(march_year, 4) - floor_divide(march_year, 100) + floor_divide(march_year, 400);
}

constexpr std::int64_t days_from_march_of_year_0_to_1970 = 719'468;

MarchDate march_date(std::int64_t day_number) {
  const std::int64_t days = day_number + days_from_march_of_year_0_to_1970;
  const std::int64_t era = floor_divide(days, days_per_era);
  const std::int64_t in_era = days - era * days_per_era;
  const std::int64_t year_in_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  const std::int64_t year = era * 400 + year_in_era;
  const std::int64_t in_year = days - days_before_year(year);
  const std::int64_t month = (5 * in_year + 2) / 153;
  return {year, month, in_year - days_before_month(month)};
}

}  // namespace

std::int64_t day_number(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t months = year * 12 + month - 3;
  const std::int64_t march_year = floor_divide(months, 12);
  return days_before_year(march_year) + days_before_month(months - march_year * 12) + day - 1 -
         days_from_march_of_year_0_to_1970;
}

CivilTime civil_time(std::int64_t millis) {
  const std::int64_t days = floor_divide(millis, millis_per_day);
  const std::int64_t in_day = millis - days * millis_per_day;
  const MarchDate march = march_date(days);
  const bool next_year = march.month >= 10;
  CivilTime time;
  time.year = march.year + (next_year ? 1 : 0);
  time.month = march.month + (next_year ? -9 : 3);
  time.day = march.day + 1;
  time.hour = in_day / 3'600'000;
  time.minute = in_day / 60'000 % 60;
  time.second = in_day / 1'000 % 60;
  time.milli = in_day % 1'000;
  time.weekday = days + 3 - floor_divide(days + 3, 7) * 7 + 1;  // 1970 began on a Thursday
  time.day_of_year = days - day_number(time.year, 1, 1) + 1;
  return time;
}

Week week_of(const CivilTime& day) {
  const std::int64_t thursday = day_number(day.year, day.month, day.day) + 4 - day.weekday;
  const CivilTime date = civil_time(thursday * millis_per_day);
  return {date.year, date.month, (date.day_of_year - 1) / 7 + 1, (date.day - 1) / 7 + 1};
}

}  // namespace stepstorm::jsonata
