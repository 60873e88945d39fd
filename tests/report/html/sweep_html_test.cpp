#include "report/html/sweep_html.hpp"

#include <regex>
#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::report::html {
namespace {

std::size_t occurrences(const std::string& html, const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = html.find(text, at)) != html.npos; at += text.size()) ++count;
  return count;
}

Json cell(std::vector<std::size_t> combination, Json mean, Json verdict) {
  Json runs = Json::array();
  if (!verdict.is_null()) runs = {{{"value", mean}, {"verdict", verdict}}, {{"value", mean}, {"verdict", "held"}}};
  return {{"combination", combination},
          {"mean", mean},
          {"verdict", verdict},
          {"figures", {{"success_rate", 0.5}, {"response_time_ms p(99)", 1500}}},
          {"runs", runs}};
}

/// Two orders' rates and two lengths of a fault, once for each of two seeds; the last was not run.
Json sweep() {
  Json cells = Json::array();
  for (std::size_t number = 0; number < 8; ++number)
    cells.push_back(cell({number / 4, number / 2 % 2, number % 2},
                         number == 7 ? Json(nullptr) : Json(0.1 * static_cast<double>(number)),
                         number == 7   ? Json(nullptr)
                         : number == 3 ? Json("violated")
                                       : Json("held")));
  return {{"title", "Storm"},
          {"metric", "success_rate"},
          {"seed", 17},
          {"replications", 2},
          {"command", "stepstorm sweep storm.json"},
          {"axes",
           {{{"name", "seed"}, {"values", {1, 2}}},
            {{"name", "rate"}, {"values", {20, 40}}},
            {{"name", "length"}, {"values", {"1s", "2s"}}}}},
          {"cells", cells},
          {"configuration", {{"machine", "M"}}}};
}

}  // namespace

TEST_CASE("a sweep's page has a heat map for each combination of the first values, and a row for each of all",
          "[report][sweep]") {
  const std::string html = render_sweep_html(sweep());
  CHECK(occurrences(html, "<svg") == 2);
  CHECK(occurrences(html, "<h3>seed") == 2);
  CHECK(occurrences(html, "<th scope=\"row\"") == 8);
  CHECK(occurrences(html, "held, 2 of 2 held") == 6);
  CHECK(occurrences(html, "violated, 1 of 2 held") == 1);
  CHECK(occurrences(html, "not run</span>") == 1);
  CHECK(occurrences(html, "PARTIAL: interrupted; 1 combination was not run") == 1);
  CHECK(occurrences(html, "1.50\u00A0s") == 8);
  CHECK(occurrences(html, "stepstorm sweep storm.json") == 1);
}

TEST_CASE("a sweep's page needs nothing from outside, and no text of it becomes markup", "[report][sweep]") {
  const std::string attack = "<img src=x onerror=alert(1)>";
  Json hostile = sweep();
  hostile["title"] = hostile["metric"] = hostile["axes"][0]["name"] = hostile["axes"][2]["values"][0] = attack;
  for (const Json& report : {sweep(), hostile}) {
    const std::string html = render_sweep_html(report);
    CHECK_FALSE(html.find("<img") != html.npos);
    CHECK_FALSE(std::regex_search(html, std::regex("(src|href)=\"[^#]")));
  }
}

TEST_CASE("a sweep's page is there whatever its report lacks", "[report][sweep]") {
  for (const char* missing : {"axes", "cells", "metric", "title", "seed", "configuration"}) {
    Json report = sweep();
    report.erase(missing);
    CHECK(render_sweep_html(report).ends_with("</html>\n"));
  }
  Json short_of_cells = sweep();
  short_of_cells["cells"].erase(0);
  CHECK(occurrences(render_sweep_html(short_of_cells), "<svg") == 0);
}

}  // namespace stepstorm::report::html
