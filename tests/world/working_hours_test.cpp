#include "world/working_hours.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::world {
namespace {

using namespace std::chrono_literals;

TimePoint at(const char* text) { return parse_timestamp(text).value(); }

TEST_CASE("work goes on in working hours and rests outside them", "[world][working_hours]") {
  struct Row {
    const char* start;
    std::chrono::nanoseconds work;
    const char* expected;
  };
  // 2026-11-30 is a Monday.
  const auto row = GENERATE(values<Row>({
      {"2026-11-30T10:00:00Z", 2h, "2026-11-30T12:00:00.000Z"},
      {"2026-11-30T10:00:00Z", 7h, "2026-11-30T17:00:00.000Z"},  // to the very end of the day
      {"2026-11-30T10:00:00Z", 8h, "2026-12-01T10:00:00.000Z"},
      {"2026-11-30T03:00:00Z", 1h, "2026-11-30T10:00:00.000Z"},  // not before nine
      {"2026-11-30T17:00:00Z", 0h, "2026-12-01T09:00:00.000Z"},  // at five nobody answers any more
      {"2026-11-30T12:00:00Z", 0h, "2026-11-30T12:00:00.000Z"},
      {"2026-12-04T16:00:00Z", 2h, "2026-12-07T10:00:00.000Z"},   // over a weekend
      {"2026-12-05T12:00:00Z", 1h, "2026-12-07T10:00:00.000Z"},   // begun on a Saturday
      {"2026-11-30T10:00:00Z", 40h, "2026-12-07T10:00:00.000Z"},  // a week has forty hours
      {"2026-11-30T09:00:00Z", 40h, "2026-12-04T17:00:00.000Z"},
      {"2026-11-30T09:00:00Z", 401h, "2027-02-08T10:00:00.000Z"},  // ten weeks and an hour
  }));
  CAPTURE(row.start, row.work.count());
  CHECK(render_timestamp(after_working({}, at(row.start), row.work)) == row.expected);
}

TEST_CASE("who works at night and on Sundays answers then", "[world][working_hours]") {
  const WorkingHours sunday_night{.from = 0h, .to = 6h, .days = {false, false, false, false, false, false, true}};
  CHECK(render_timestamp(after_working(sunday_night, at("2026-11-30T10:00:00Z"), 7h)) == "2026-12-13T01:00:00.000Z");
}

TEST_CASE("work without end never ends", "[world][working_hours]") {
  CHECK(after_working({}, at("2026-11-30T10:00:00Z"), std::chrono::nanoseconds::max()) == never);
}

}  // namespace
}  // namespace stepstorm::world
