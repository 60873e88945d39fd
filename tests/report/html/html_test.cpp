#include "report/html/html.hpp"

#include <regex>
#include <string>

#include <catch2/catch.hpp>

#include "tests/report/sample.hpp"

namespace stepstorm::report::html {
namespace {

bool has(const std::string& html, const std::string& text) { return html.find(text) != html.npos; }

std::size_t occurrences(const std::string& html, const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = html.find(text, at)) != html.npos; at += text.size()) ++count;
  return count;
}

/// No number went wrong, no chart has no curve, no tag stays open.
void check_is_sound(const std::string& html) {
  CHECK(unbalanced(html).empty());
  const std::string page = html.substr(html.find("<body"), html.find("<script") - html.find("<body"));
  CHECK_FALSE(std::regex_search(page, std::regex("[^A-Za-z](nan|inf|NaN|null)[^A-Za-z]")));
  CHECK(occurrences(page, "<svg viewBox=\"0 0 1000") == occurrences(page, "role=\"img\" aria-label"));
  CHECK_FALSE(has(page, " d=\"\""));
}

/// Only the sentence that a report without `name` has in its place.
std::string without(const char* name) {
  Json report = sample_report();
  report.erase(name);
  return render_html(report);
}

}  // namespace

TEST_CASE("the page answers in the order in which a person asks", "[report][html]") {
  const std::string html = render_html(sample_report());
  check_is_sound(html);
  std::size_t last = 0;
  for (const char* part : {"Invariant violated",
                           "Steady-state hypothesis",
                           "Thresholds",
                           "no_order_charged_twice",
                           "Offered load and goodput",
                           "Failures by error",
                           "Queue of payment",
                           "Retries",
                           "Response time",
                           "Open executions",
                           "Response time by percentile",
                           "id=\"states\"",
                           "Experiment against control",
                           "id=\"faults\"",
                           "id=\"executions\"",
                           "Full configuration"}) {
    CAPTURE(part);
    const std::size_t at = html.find(part, last);
    REQUIRE(at != html.npos);
    last = at;
  }
}

TEST_CASE("the page needs nothing from outside and forbids itself to fetch anything", "[report][html]") {
  const std::string html = render_html(sample_report());
  CHECK(has(html, "default-src &#39;none&#39;"));
  CHECK(has(html, "script-src &#39;sha256-"));
  CHECK_FALSE(std::regex_search(html, std::regex("(src|href)=\"[^#]")));
  CHECK_FALSE(has(html, "url("));
  CHECK_FALSE(has(html, "@import"));
}

TEST_CASE("no text of a report becomes markup", "[report][html]") {
  const auto attack = GENERATE(as<std::string>{},
                               R"(<script>alert("1")</script>)",
                               R"("><img src=x onerror='alert(1)'>)",
                               R"(</style></title></pre><b a="&amp;)");
  const std::string plain = render_html(sample_report());
  const std::string html = render_html(with_every_text(sample_report(), attack));
  check_is_sound(html);
  CHECK_FALSE(has(html, attack));
  CHECK_FALSE(has(html, "<img"));
  for (const char* tag : {"<script", "</style", "</title", "<b a"}) {
    CAPTURE(tag);
    CHECK(occurrences(html, tag) == occurrences(plain, tag));
  }
}

TEST_CASE("an error is named with its characters escaped", "[report][html]") {
  const std::string html = render_html(with_every_text(sample_report(), "<script>\""));
  CHECK(has(html, "&lt;script&gt;&quot;States.Timeout"));
  CHECK(has(html, "Queue of &lt;script&gt;&quot;payment"));
  CHECK(has(html, "order &lt;script&gt;&quot;") == false);  // orders have numbers
}

TEST_CASE("a report that lacks something says so or leaves it out", "[report][html]") {
  struct Row {
    const char* missing;
    const char* said;
  };
  const auto row = GENERATE(values<Row>({
      {"verdict", "Invariant violated"},  // seen from the invariants
      {"hypothesis", "No steady-state hypothesis was stated."},
      {"thresholds", "No thresholds were set."},
      {"guardrails", "No guardrails were set."},
      {"invariants", "No invariants were checked."},
      {"faults", "No faults were planned."},
      {"control", "There was no control run."},
      {"experiment", "No run was recorded."},
      {"intervals", "All figures"},
      {"graph_svg", "mean latency"},
      {"configuration", "The configuration was not recorded."},
      {"title", "Experiment with OrderFulfilmentStateMachine"},
  }));
  CAPTURE(row.missing);
  const std::string html = without(row.missing);
  check_is_sound(html);
  CHECK(has(html, row.said));
}

TEST_CASE("what policies did stands beside the control, where any was switched on", "[report][html]") {
  Json report = sample_report();
  CHECK_FALSE(has(render_html(report), "#policies"));
  report["experiment"]["policies"] = *parse_json(
      R"({"retry_budget": {"retries_refused": 1879}, "load_shedding": {"orders_shed": 1517},
          "circuit_breakers": {"pay<ment": {"openings": 3, "open_s": 15, "attempts_refused": 1799}}})");
  const std::string alone = render_html(report);
  check_is_sound(alone);
  for (const char* text :
       {"href=\"#policies\"", "id=\"policies\"", "1,879", "1,517", "1,799", "circuit breaker of pay&lt;ment"}) {
    CAPTURE(text);
    CHECK(has(alone, text));
  }
  report["control"]["policies"] = *parse_json(R"({"retry_budget": {"retries_refused": 4321}})");
  const std::string both = render_html(report);
  check_is_sound(both);
  CHECK(has(both, "4,321"));
}

TEST_CASE("nothing at all is still a page", "[report][html]") {
  const auto text = GENERATE(as<std::string>{},
                             "{}",
                             "null",
                             "[]",
                             "7",
                             R"({"experiment":{},"control":null})",
                             R"({"experiment":{"series":{"interval_s":0,"started":[]},"spectrum":[],"states":[]}})",
                             R"({"verdict":7,"faults":{},"experiment":[1],"invariants":[null],"thresholds":["x"]})",
                             R"({"faults":[null,{"windows":[3,{}]}],"hypothesis":[{"during":3}],"intervals":[{}]})");
  const std::string html = render_html(*parse_json(text));
  check_is_sound(html);
  CHECK(has(html, "No verdict"));
}

TEST_CASE("where nothing happened, a sentence stands in place of a chart", "[report][html]") {
  const Json zeros = {0, 0, 0};
  const Json report = {{"experiment",
                        {{"orders", {{"started", 0}, {"succeeded", 0}}},
                         {"success_rate", 0},
                         {"series",
                          {{"interval_s", 1},
                           {"started", zeros},
                           {"succeeded", zeros},
                           {"failed", {{"Some.Error", zeros}}},
                           {"open", zeros},
                           {"retries", zeros},
                           {"response_p50_ms", {nullptr, nullptr, nullptr}},
                           {"resources", {{"payment", {{"queued", zeros}, {"busy", zeros}, {"servers", 0}}}}}}}}}};
  const std::string html = render_html(report);
  check_is_sound(html);
  CHECK_FALSE(has(html, "<svg"));
  for (const char* sentence :
       {"No order was started.", "Nothing failed.", "Nothing waited.", "Nothing was retried.", "No order ended."}) {
    CAPTURE(sentence);
    CHECK(has(html, sentence));
  }
}

TEST_CASE("resources that had little to do are a sentence, not empty charts", "[report][html]") {
  const Json report = parse_json(R"({"experiment": {"series": {"interval_s": 1, "started": [1, 1], "resources": {
    "bank": {"servers": 10, "queued": [0, 3], "busy": [5, 5]},
    "letters": {"servers": 1000, "queued": [0, 0], "busy": [0, 19]},
    "policies": {"servers": 10, "queued": [0, 0], "busy": [1, 1]}}}}})")
                          .value();
  const std::string html = render_html(report);
  check_is_sound(html);
  CHECK(has(html, "Queue of bank"));
  CHECK(has(html, "Utilisation of policies</h3>"));
  CHECK_FALSE(has(html, "Queue of letters"));
  CHECK_FALSE(has(html, "Utilisation of letters</h3>"));
  CHECK(has(
      html,
      "Nothing waited for letters and policies. Utilisation of letters was below 2 % at the end of each interval."));
}

TEST_CASE("what runs is called by its noun on the whole page", "[report][html]") {
  Json report = sample_report();
  report["noun"] = "parcel";
  report["experiment"]["policies"] = *parse_json(R"({"load_shedding": {"orders_shed": 1517}})");
  report["experiment"]["cost"] =
      *parse_json(R"({"region": "eu-west-1", "transitions": 2, "functions": 1, "per_million": 7})");
  const std::string html = render_html(report);
  check_is_sound(html);
  for (const char* words : {"parcels started",
                            "parcels per second, stacked",
                            "parcels refused at the start",
                            ">Parcels<",
                            ">parcel ",
                            "a million parcels",
                            "Cost, eu-west-1"}) {
    CAPTURE(words);
    CHECK(has(html, words));
  }
  for (const char* words : {"orders started", "orders per second", "orders refused", ">Orders<", ">order "}) {
    CAPTURE(words);
    CHECK_FALSE(has(html, words));
  }
}

TEST_CASE("labels that would run into each other on a narrow screen are left out there", "[report][html]") {
  const std::string html = render_html(sample_report());
  CHECK(occurrences(html, "class=\"crowded\"") == 1);
  CHECK(std::regex_search(html, std::regex("class=\"crowded\"[^>]*>99.99\u00A0%<")));
}

TEST_CASE("a series of one point is a dot", "[report][html]") {
  const Json report = {{"experiment", {{"series", {{"interval_s", 5}, {"started", {10}}, {"succeeded", {5}}}}}}};
  const std::string html = render_html(report);
  check_is_sound(html);
  CHECK(std::regex_search(html, std::regex("d=\"M500 0Z\" data-name=\"started\" data-v=\"2\"")));
}

TEST_CASE("a fault that never fired is said loudly, beside the verdict and in its table", "[report][html]") {
  const std::string html = render_html(sample_report());
  CHECK(occurrences(html, "Fault C (slow confirmations) never fired") == 2);
  CHECK(has(html, "✗ never fired"));
  CHECK(html.find("never fired") < html.find("Steady-state hypothesis"));
}

TEST_CASE("fault windows are shaded and named in every chart over time", "[report][html]") {
  const std::string html = render_html(sample_report());
  const std::size_t charts = occurrences(html, "data-x=\"time\"");
  CHECK(charts >= 8);
  CHECK(occurrences(html, "class=\"band\"") == 3 * charts);
  CHECK(occurrences(html, "<b>A</b> <span class=\"name\">") == charts);
}

TEST_CASE("a graph is shown unless it could run something", "[report][html]") {
  Json report = sample_report();
  CHECK(has(render_html(report), "<title>a graph</title>"));
  report["graph_svg"] = GENERATE("<svg><script>alert(1)</script></svg>",
                                 "<svg></svg><img><svg></svg>",
                                 "<svg><foreignObject></foreignObject></svg>",
                                 "just text");
  const std::string html = render_html(report);
  check_is_sound(html);
  CHECK(has(html, "The graph is not shown"));
}

TEST_CASE("a long run is drawn with few points", "[report][html]") {
  Json report = sample_report();
  Json& started = report["experiment"]["series"]["started"];
  started = Json::array();
  for (int second = 0; second < 86'400; ++second) started.push_back(second == 40'000 ? 900 : 100);
  const std::string html = render_html(report);
  CHECK(html.size() < 900'000);
  CHECK(has(html, "1,000"));  // the axis reaches up to the spike
}

TEST_CASE("what comes long after the load is folded into a sentence", "[report][html]") {
  const auto counts = [](int inside, int after) {
    Json list = Json::array();
    for (int interval = 0; interval < 100; ++interval) list.push_back(interval < 10 ? inside : after);
    return list;
  };
  Json report = {{"noun", "claim"},
                 {"load_s", 100},
                 {"experiment",
                  {{"series",
                    {{"interval_s", 10},
                     {"started", counts(5, 0)},
                     {"succeeded", counts(2, 1)},
                     {"failed", {{"E", counts(0, 2)}}},
                     {"open", counts(3, 900)}}}}}};
  const std::string folded = render_html(report);
  check_is_sound(folded);
  CHECK(has(folded,
            "The load ends at 1\u00A0min 40\u00A0s. After it, until 16\u00A0min 40\u00A0s, 90 claims succeeded and 180 "
            "failed: that is not drawn."));
  CHECK(has(folded, "data-high=\"100\""));
  CHECK(has(folded, "claims per second"));
  report["experiment"]["ended_s"] = 7'200;  // the last interval holds all that came after it
  CHECK(has(render_html(report), "After it, until 2\u00A0h, 90 claims succeeded"));
  report["load_s"] = 950;  // a short tail is drawn
  const std::string whole = render_html(report);
  CHECK_FALSE(has(whole, "that is not drawn"));
  CHECK(has(whole, "data-high=\"1000\""));
}

TEST_CASE("metrics of a part of the run have charts, and states, tags and effects tables", "[report][html]") {
  const Json report = parse_json(R"({"noun": "claim", "experiment": {
    "series": {"interval_s": 1, "started": [1, 1], "selected": {
      "response_time_ms{visited:Human}": {"value": [10, 20], "p99": [11, 22]},
      "share{reached:Human}": {"value": [0.5, 1]}, "effects{effect:payout}": {"value": [3, 4]}}},
    "states_in_all": [{"machine": "M", "state": "Pay", "visits": 7, "attempts": 9, "errors": {"Bank.Down": 2},
      "mean_ms": 100, "p99_ms": 900, "queueing_ms": 30, "work_ms": 50, "back_off_ms": 20, "waiting_ms": 0}],
    "tags": {"tier": {"gold": {"ended": 4, "success_rate": 0.75, "response_p50_ms": 5, "response_p99_ms": 6}}},
    "effects": {"payout": {"count": 7, "undone": 1, "amount": 60.5}}}})")
                          .value();
  const std::string html = render_html(report);
  check_is_sound(html);
  for (const char* part : {">response_time_ms{visited:Human}<",
                           ">share{reached:Human}<",
                           ">effects{effect:payout}<",
                           "Where the time goes",
                           "data-label=\"queueing\">30\u00A0ms<",
                           "2 × Bank.Down",
                           "By tag",
                           ">gold<",
                           "Effects"}) {
    CAPTURE(part);
    CHECK(has(html, part));
  }
}

TEST_CASE("an error that only one of two runs had is counted as 0 in the other", "[report][html]") {
  const std::string html = render_html(sample_report());
  CHECK(has(html,
            R"(>States.Timeout</th><td class="number" data-label="experiment">462</td>)"
            R"(<td class="number" data-label="control">0</td>)"));
}

TEST_CASE("a held verdict says so in words", "[report][html]") {
  Json report = sample_report();
  report["verdict"] = {{"held", true}, {"exit_code", 0}};
  CHECK(has(render_html(report), R"(<p class="headline">Held</p>)"));
  report["verdict"]["summary"] = "held";
  CHECK_FALSE(has(render_html(report), R"(class="summary")"));
  report["verdict"]["summary"] = "held until it ended early";
  CHECK(has(render_html(report), R"(<p class="summary">held until it ended early</p>)"));
}

TEST_CASE("equal reports give equal pages", "[report][html]") {
  CHECK(render_html(sample_report()) == render_html(sample_report()));
}

}  // namespace stepstorm::report::html
