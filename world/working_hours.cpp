#include "world/working_hours.hpp"

#include <algorithm>
#include <cassert>

namespace stepstorm::world {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::nanoseconds;
using std::chrono::weekday;
using std::chrono::weeks;

TimePoint after_working(const WorkingHours& hours, TimePoint start, nanoseconds work) {
  assert(hours.from < hours.to && work.count() >= 0);
  const auto working_days = std::count(hours.days.begin(), hours.days.end(), true);
  assert(working_days > 0);
  const nanoseconds of_a_week = working_days * (hours.to - hours.from);
  const auto whole_weeks = work.count() == 0 ? 0 : (work.count() - 1) / of_a_week.count();
  const std::int64_t weeks_left = (never - start) / nanoseconds{weeks{1}} - 2;
  if (whole_weeks > weeks_left) return never;
  work -= whole_weeks * of_a_week;
  start += weeks{whole_weeks};
  for (auto day = floor<days>(start);; day += days{1}) {
    if (!hours.days[weekday{day}.iso_encoding() - 1]) continue;
    const TimePoint begin = std::max(start, day + hours.from);
    const nanoseconds left = day + hours.to - begin;
    if (left.count() <= 0) continue;
    if (work <= left) return begin + work;
    work -= left;
  }
}

}  // namespace stepstorm::world
