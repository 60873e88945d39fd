#include "report/bounded_series.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::report {
namespace {

Json series() {
  return parse_json(R"({"interval_s": 2.0, "started": [1, 2, 3, 4, 5], "open": [1, 2, 3, 2, 7],
    "failed": {"States.Timeout": [0, 1, 0, 0, 1]}, "response_p99_ms": [10.0, null, 30.0, 20.0, null],
    "resources": {"payment": {"queued": [5, 0, 0, 1, 2], "busy": [1, 1, 2, 2, 3], "servers": 4}}})")
      .value();
}

}  // namespace

TEST_CASE("a series that fits is left as it is", "[report][series]") {
  CHECK(bounded_series(series(), 10'000) == series());
}

TEST_CASE("of a series that is too long, neighbours become one: sums, last levels and largest times",
          "[report][series]") {
  const std::size_t whole = to_text(series()).size();
  const Json shorter = bounded_series(series(), whole - 1);
  CHECK(to_text(shorter) == to_text(parse_json(R"({"interval_s": 4.0, "started": [3, 7, 5], "open": [2, 2, 7],
    "failed": {"States.Timeout": [1, 0, 1]}, "response_p99_ms": [10.0, 30.0, null],
    "resources": {"payment": {"queued": [0, 1, 2], "busy": [1, 2, 3], "servers": 4}}})")
                                        .value()));
}

TEST_CASE("series of any length fit into their bound", "[report][series]") {
  Json counts = Json::array();
  for (int interval = 0; interval < 100'000; ++interval) counts.push_back(interval % 977);
  const Json bounded = bounded_series({{"interval_s", 1.0}, {"started", counts}, {"succeeded", counts}}, 20'000);
  CHECK(to_text(bounded).size() <= 20'000);
  CHECK(bounded["started"].size() > 1'000);
  std::uint64_t sum = 0, expected = 0;
  for (const Json& count : bounded["started"]) sum += count.get<std::uint64_t>();
  for (const Json& count : counts) expected += count.get<std::uint64_t>();
  CHECK(sum == expected);
}

}  // namespace stepstorm::report
