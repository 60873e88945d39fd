#include "values/timestamp.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace stepstorm {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

/// Reads a timestamp from left to right; a read that does not fit gives nullopt.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }

  bool take(char expected) {
    if (text_.empty() || text_.front() != expected) return false;
    text_.remove_prefix(1);
    return true;
  }

  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int value = 0;
    for (const char digit : text_.substr(0, count)) {
      if (digit < '0' || digit > '9') return std::nullopt;
      value = value * 10 + (digit - '0');
    }
    text_.remove_prefix(count);
    return value;
  }

  /// The digits after the point; those beyond the ninth are read and dropped.
  std::optional<nanoseconds> fraction() {
    std::int64_t value = 0;
    std::size_t read = 0;
    for (; !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; ++read) {
      if (read < 9) value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    if (read == 0) return std::nullopt;
    for (; read < 9; ++read) value *= 10;
    return nanoseconds{value};
  }

 private:
  std::string_view text_;
};

std::optional<sys_days> read_date(Reader& reader) {
  const auto year = reader.digits(4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.digits(2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

/// hh:mm, as a time of day and as an offset writes it.
std::optional<seconds> read_hours_and_minutes(Reader& reader, int hours_max) {
  const auto hour = reader.digits(2);
  if (!hour || *hour > hours_max || !reader.take(':')) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  return hours{*hour} + minutes{*minute};
}

std::optional<seconds> read_time_of_day(Reader& reader) {
  const auto time = read_hours_and_minutes(reader, 23);
  if (!time || !reader.take(':')) return std::nullopt;
  const auto second = reader.digits(2);
  if (!second || *second > 59) return std::nullopt;
  return *time + seconds{*second};
}

std::optional<seconds> read_offset(Reader& reader) {
  if (reader.take('Z')) return seconds{0};
  const bool east = reader.take('+');
  if (!east && !reader.take('-')) return std::nullopt;
  const auto offset = read_hours_and_minutes(reader, 23);
  if (!offset) return std::nullopt;
  return east ? *offset : -*offset;
}

/// Instants that nanoseconds in 64 bits cannot hold (before 1677, after 2262) become the nearest that they can.
TimePoint saturated(sys_seconds second, nanoseconds fraction) {
  static constexpr auto first = std::chrono::ceil<seconds>(TimePoint::min());
  static constexpr auto last = std::chrono::floor<seconds>(TimePoint::max());
  if (second < first) return TimePoint::min();
  if (second >= last) return TimePoint::max();
  return second + fraction;
}

}  // namespace

std::optional<TimePoint> parse_timestamp(std::string_view text) {
  Reader reader(text);
  const auto date = read_date(reader);
  if (!date || !reader.take('T')) return std::nullopt;
  const auto time = read_time_of_day(reader);
  if (!time) return std::nullopt;
  const auto fraction = reader.take('.') ? reader.fraction() : nanoseconds{0};
  if (!fraction) return std::nullopt;
  const auto offset = read_offset(reader);
  if (!offset || !reader.at_end()) return std::nullopt;
  return saturated(*date + *time - *offset, *fraction);
}

std::string render_timestamp(TimePoint at) {
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(at);
  const auto day = std::chrono::floor<days>(milliseconds);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{milliseconds - day};
  char text[sizeof "-32767-11-22T21:12:41.123Z"];
  const int length = std::snprintf(text,
                                   sizeof text,
                                   "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                                   static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()),
                                   static_cast<unsigned>(date.day()),
                                   static_cast<int>(time.hours().count()),
                                   static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()),
                                   static_cast<int>(time.subseconds().count()));
  return std::string(text, static_cast<std::size_t>(length));
}

}  // namespace stepstorm
