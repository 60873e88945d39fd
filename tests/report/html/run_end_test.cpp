// What a report says of runs that were stopped, of guardrails, and of how a schedule was kept.
#include <string>

#include <catch2/catch.hpp>

#include "report/html/html.hpp"
#include "tests/report/sample.hpp"

namespace stepstorm::report::html {
namespace {

bool has(const std::string& html, const std::string& text) { return html.find(text) != html.npos; }

Json stop() {
  return {{"at_s", 22},
          {"by", "guardrail"},
          {"metric", "success_rate"},
          {"expression", "rate>0.5"},
          {"value", 0.4213},
          {"open", 37}};
}

Json guardrail(bool held) {
  Json json = {{"metric", "success_rate"}, {"bounds", "rate>0.5"}, {"over_s", 5}, {"held", held}};
  json["tripped"] = held ? Json::array() : Json::array({{{"seed", 7}, {"at_s", 22}, {"value", 0.4213}, {"open", 37}}});
  return json;
}

Json schedule(const Json& bottleneck) {
  return {{"sent", 1200},
          {"asked_per_s", 20},
          {"achieved_per_s", 19.5},
          {"lag", {{"p50_ms", 0.5}, {"p99_ms", 1.25}, {"p99.9_ms", 2.5}, {"max_ms", 31}}},
          {"late_starts", 3},
          {"late_after_ms", 5},
          {"was_bottleneck", !bottleneck.is_null()},
          {"bottleneck", bottleneck}};
}

}  // namespace

TEST_CASE("a run that went on to its end has no banner, and one that was stopped says by what", "[report][html]") {
  CHECK_FALSE(has(render_html(sample_report()), "PARTIAL"));
  Json stopped = sample_report();
  stopped["experiment"]["stopped"] = stop();
  stopped["replications"] = {{{"seed", 7}, {"stopped", nullptr}}, {{"seed", 8}, {"stopped", stop()}}};
  CHECK(has(render_html(stopped),
            "PARTIAL: </b>stopped by the guardrail success_rate rate&gt;0.5 at 22\u00A0s, when it was "
            "42.1\u00A0%; 37 orders were open; seed 8"));
  stopped.erase("replications");
  CHECK(has(render_html(stopped), "PARTIAL: "));
  Json interrupted = sample_report();
  interrupted["partial"] = "interrupted";
  CHECK(has(render_html(interrupted), "PARTIAL: </b>stopped before its end: interrupted"));
  interrupted["invariants"] = interrupted["thresholds"] = interrupted["hypothesis"] = Json::array();
  interrupted["verdict"]["held"] = false;
  CHECK(has(render_html(interrupted), "Ended early"));
  interrupted["partial"] = false;
  CHECK_FALSE(has(render_html(interrupted), "PARTIAL"));
}

TEST_CASE("guardrails stand with their limits, and when they stopped a run", "[report][html]") {
  Json report = sample_report();
  CHECK(has(render_html(report), "No guardrails were set."));
  report["guardrails"] = {guardrail(true), guardrail(false)};
  const std::string html = render_html(report);
  CHECK(has(html, "over the last 5\u00A0s"));
  CHECK(has(html, "at 22\u00A0s, when it was 42.1\u00A0% (seed 7)"));
  CHECK(has(html, "</i> kept"));
  CHECK(has(html, "</i> left"));
}

TEST_CASE("a report of the wall clock says how the schedule was kept", "[report][html]") {
  Json report = sample_report();
  CHECK_FALSE(has(render_html(report), "id=\"schedule\""));
  report["experiment"]["schedule"] = schedule(nullptr);
  const std::string kept = render_html(report);
  for (const char* text :
       {"20\u00A0/s", "19.5\u00A0/s", "1.25\u00A0ms", "31\u00A0ms", "3 over 5\u00A0ms", "not the bottleneck"}) {
    CAPTURE(text);
    CHECK(has(kept, text));
  }
  report["control"]["schedule"] = schedule("THE GENERATOR WAS THE BOTTLENECK");
  CHECK(has(render_html(report), "control: THE GENERATOR WAS THE BOTTLENECK"));
}

}  // namespace stepstorm::report::html
