#include "orchestration/performers/http_metadata.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace stepstorm::orchestration {

std::string http_date(TimePoint at) {
  using std::chrono::floor;
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{floor<std::chrono::seconds>(at - day)};
  char text[40];
  std::snprintf(text,
                sizeof text,
                "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[std::chrono::weekday{day}.c_encoding()],
                static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1],
                static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

Json http_metadata(const HttpHeaders& all, const HttpHeaders& first_of_each) {
  Json lists = Json::object();
  for (const auto& [name, value] : all) lists[name] = Json::array({value});
  Json values = Json::object();
  for (const auto& [name, value] : first_of_each) values[name] = value;
  return {{"AllHttpHeaders", std::move(lists)}, {"HttpHeaders", std::move(values)}, {"HttpStatusCode", 200}};
}

}  // namespace stepstorm::orchestration
