#include "values/timestamp.hpp"

#include <catch2/catch.hpp>

namespace {

using stepstorm::parse_timestamp;
using stepstorm::render_timestamp;
using stepstorm::TimePoint;

std::string outcome(std::string_view text) {
  const auto at = parse_timestamp(text);
  return at ? render_timestamp(*at) : "not a timestamp";
}

TEST_CASE("a timestamp is a date, T, a time and an offset", "[asl][timestamp]") {
  struct Row {
    std::string text, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"2016-03-14T01:59:00Z", "2016-03-14T01:59:00.000Z"},
      {"2016-03-14T01:59:00.5Z", "2016-03-14T01:59:00.500Z"},
      {"2016-03-05T21:29:29.243167252Z", "2016-03-05T21:29:29.243Z"},
      {"2016-03-05T21:29:29.2431672521234567890Z", "2016-03-05T21:29:29.243Z"},  // nine digits count
      {"2016-03-14T01:59:00+02:30", "2016-03-13T23:29:00.000Z"},
      {"2016-03-14T01:59:00-00:01", "2016-03-14T02:00:00.000Z"},
      {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"9999-12-31T23:59:59Z", "2262-04-11T23:47:16.854Z"},  // the last instant that 64 bits of nanoseconds hold
      {"0001-01-01T00:00:00Z", "1677-09-21T00:12:43.145Z"},  // the first
      {"2016-03-14T01:59:00", "not a timestamp"},            // no offset
      {"2016-03-14T01:59:00.Z", "not a timestamp"},
      {"2016-03-14t01:59:00Z", "not a timestamp"},
      {"2016-03-14T01:59:00z", "not a timestamp"},
      {"2016-12-05 21:29:29Z", "not a timestamp"},
      {"05-12-2016T21:29:29Z", "not a timestamp"},
      {"2016-13-05T21:29:29Z", "not a timestamp"},
      {"2023-02-29T00:00:00Z", "not a timestamp"},
      {"2016-12-05T24:00:00Z", "not a timestamp"},
      {"2016-12-05T21:60:00Z", "not a timestamp"},
      {"2016-12-05T21:29:60Z", "not a timestamp"},
      {"2016-12-05T21:29Z", "not a timestamp"},
      {"2016-12-05T21:29:29+0200", "not a timestamp"},
      {"2016-12-05T21:29:29+24:00", "not a timestamp"},
      {"2016-12-05T21:29:29Z ", "not a timestamp"},
      {"+2016-12-05T21:29:29Z", "not a timestamp"},
      {"", "not a timestamp"},
  }));
  CAPTURE(row.text);
  CHECK(outcome(row.text) == row.expected);
}

TEST_CASE("nanoseconds are kept", "[asl][timestamp]") {
  CHECK(parse_timestamp("1970-01-01T00:00:00.123456789Z")->time_since_epoch().count() == 123'456'789);
}

TEST_CASE("a sum of times that 64 bits cannot hold is never", "[asl][timestamp]") {
  CHECK(stepstorm::after(TimePoint{}, std::chrono::seconds{90}) == TimePoint{std::chrono::seconds{90}});
  CHECK(stepstorm::after(stepstorm::never - std::chrono::seconds{1}, std::chrono::seconds{1}) == stepstorm::never);
  CHECK(stepstorm::after(stepstorm::never - std::chrono::seconds{1}, std::chrono::seconds{2}) == stepstorm::never);
  CHECK(stepstorm::after(TimePoint{}, std::chrono::nanoseconds::max()) == stepstorm::never);
}

TEST_CASE("the first and the last instant can be shown", "[asl][timestamp]") {
  CHECK(render_timestamp(TimePoint::min()) == "1677-09-21T00:12:43.145Z");
  CHECK(render_timestamp(TimePoint::max()) == "2262-04-11T23:47:16.854Z");
}

}  // namespace
