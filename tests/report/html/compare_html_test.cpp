#include "report/html/compare_html.hpp"

#include <catch2/catch.hpp>

#include "tests/report/sample.hpp"

namespace stepstorm::report::html {
namespace {

Json comparison_of(const std::string& metrics) {
  return parse_json(R"({"a": {"file": "a.json", "title": "Before"}, "b": {"file": "b.json"}, "test": "paired",
    "words": "paired t-test", "better": 1, "worse": 1, "metrics": )" +
                    metrics + "}")
      .value();
}

/// What stands before `later` and holds `text`.
bool stands_before(const std::string& html, std::string_view text, std::string_view later) {
  const auto at = html.find(text);
  return at != html.npos && at < html.find(later);
}

}  // namespace

TEST_CASE("the verdict names what is worse and better, and what is equal is folded", "[report][compare]") {
  const std::string html = render_compare_html(comparison_of(R"([
    {"metric": "retries", "a": 100, "b": 50, "difference": -50, "relative": -0.5, "verdict": "better"},
    {"metric": "orders_failed", "a": 3, "b": 3, "difference": 0, "relative": 0, "verdict": "same"},
    {"metric": "errors{error:<b>}", "a": 0, "b": 7, "difference": 7, "relative": null, "verdict": "worse"},
    {"metric": "open_max", "a": 2, "b": 3, "difference": 1, "relative": 0.5, "verdict": "no significant difference"}])"));
  CHECK(unbalanced(html).empty());
  CHECK(stands_before(html, "errors{error:&lt;b&gt;}: from 0 to 7", "retries: \u221250\u00A0%, from 100 to 50"));
  CHECK(stands_before(html, "retries: \u221250\u00A0%, from 100 to 50", "<h2>Metrics</h2>"));
  CHECK(stands_before(html, "<code>open_max</code>", "the same in all runs: 1 metric"));
  CHECK(stands_before(html, "the same in all runs: 1 metric", "<code>orders_failed</code>"));
}

TEST_CASE("where nothing is equal, nothing is folded", "[report][compare]") {
  const std::string html =
      render_compare_html(comparison_of(R"([{"metric": "retries", "a": 1, "b": 2, "difference": 1, "relative": 1}])"));
  CHECK(unbalanced(html).empty());
  CHECK(html.find("the same in all runs") == html.npos);
}

}  // namespace stepstorm::report::html
