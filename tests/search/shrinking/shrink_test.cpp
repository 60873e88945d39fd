// Documents made small, as whole texts; what fails is said by a rule that stands for an experiment.
#include "search/shrinking/shrink.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "config/duration.hpp"
#include "search/shrinking/readable.hpp"

namespace stepstorm::shrinking {
namespace {

using namespace std::chrono_literals;

Json json(const std::string& text) { return parse_json(text).value(); }

const std::vector<std::string> resources{"validate", "payment", "confirm"};

std::string shrunk(const std::string& document, const std::function<bool(const Json&)>& fails) {
  const auto attempt = [&](const Json& candidate) { return fails(candidate) ? Trial::Fails : Trial::Holds; };
  const Shrunk result = shrink(json(document), resources, attempt);
  CHECK(result.finished);
  return to_text(result.document);
}

/// Null: there is none of that name.
Json fault_in(const Json& document, const std::string& name) {
  for (const Json& fault : document.value("method", Json::array()))
    if (fault.value("name", "") == name) return fault;
  return nullptr;
}
bool has_fault(const Json& document, const std::string& name) { return fault_in(document, name).is_object(); }

auto duration_of(const Json& object, const char* name) {
  return config::parse_duration(object.value(name, "1000 h")).value();
}

const std::string mixture = R"({"title": "t", "seed": 7, "machine": "m", "duration": "5 min", "warm_up": "10 s",
  "arrivals": {"poisson": 20}, "thresholds": {"success_rate": ["rate>0.9", "rate>0.8"]},
  "method": [{"name": "a", "hang": true}, {"name": "b", "crash": true, "probability": 0.1, "start": "1 min",
              "duration": "3 min"}, {"name": "c", "hang": true}, {"name": "d", "hang": true}, {"name": "e", "hang": true}]})";

}  // namespace

TEST_CASE("of many faults the one that matters is left, certain, narrow and short", "[shrinking]") {
  CHECK(shrunk(mixture, [](const Json& document) { return has_fault(document, "b"); }) ==
        R"({"title":"t","seed":7,"machine":"m","duration":"100 ms",)"
        R"("method":[{"name":"b","duration":"100 ms","target":{"resource":"validate","last_attempt":1}}],"orders":1})");
}

TEST_CASE("faults that fail only together stay together", "[shrinking]") {
  const std::string left =
      shrunk(mixture, [](const Json& document) { return has_fault(document, "a") && has_fault(document, "e"); });
  for (const std::string name : {"b", "c", "d"}) CHECK_FALSE(has_fault(json(left), name));
}

TEST_CASE("what is needed stays as it is", "[shrinking]") {
  const std::string left = shrunk(mixture, [](const Json& document) {
    if (!has_fault(document, "b")) return false;
    return fault_in(document, "b").value("probability", 1.0) < 1 && !fault_in(document, "b").contains("target") &&
           duration_of(document, "duration") >= 20s && document.value("orders", 10'000) >= 37 &&
           document.contains("arrivals");
  });
  INFO(left);
  CHECK(json(left)["duration"] == "20 s");
  CHECK(json(left)["orders"] == 37);
  CHECK(json(left)["method"][0]["probability"] == 0.1);
}

TEST_CASE("where it takes several orders, one is tried on other seeds", "[shrinking]") {
  const auto fails_with = [](const Json& document, std::uint64_t seed) {
    return has_fault(document, "b") && (document.value("orders", 10'000) >= 5 || document["seed"] == seed);
  };
  const std::string left = shrunk(mixture, [&](const Json& document) { return fails_with(document, 12); });
  CHECK(json(left)["orders"] == 1);
  CHECK(json(left)["seed"] == 12);
  const std::string none = shrunk(mixture, [&](const Json& document) { return fails_with(document, 1'000); });
  CHECK(json(none)["orders"] == 5);
  CHECK(json(none)["seed"] == 7);
}

TEST_CASE("faults move to the beginning together, and keep their distance", "[shrinking]") {
  const std::string left = shrunk(
      R"({"method": [{"name": "a", "start": "60 s", "duration": "1 s"}, {"name": "b", "start": "61500 ms", "duration": "1 s"}]})",
      [](const Json& document) {
        if (!has_fault(document, "a") || !has_fault(document, "b")) return false;
        const Json& method = document["method"];
        const auto start = [&](int index) {
          return config::parse_duration(method[index].value("start", "0 s")).value();
        };
        return start(1) - start(0) == 1500ms;
      });
  CHECK_FALSE(json(left)["method"][0].contains("start"));
  CHECK(json(left)["method"][1]["start"] == "1500 ms");
}

TEST_CASE("no document is tried twice, and none after the search is told to stop", "[shrinking]") {
  std::set<std::string> seen;
  const auto attempt = [&](const Json& candidate) {
    CHECK(seen.insert(to_text(candidate)).second);
    return seen.size() == 12 ? Trial::Stop : has_fault(candidate, "b") ? Trial::Fails : Trial::Holds;
  };
  const Shrunk result = shrink(json(mixture), resources, attempt);
  CHECK_FALSE(result.finished);
  CHECK(seen.size() == 12);
  CHECK(has_fault(result.document, "b"));
  CHECK(size_of(result.document) < size_of(json(mixture)));
}

TEST_CASE("a document that nothing can be taken from stays", "[shrinking]") {
  CHECK(shrunk(mixture, [](const Json&) { return false; }) == to_text(json(mixture)));
}

TEST_CASE("differences name what is gone, new and different", "[shrinking]") {
  CHECK(differences(json(R"({"a": 1, "b": [1, 2], "c": {"d": 1}, "method": [{"name": "x"}, {"name": "y", "p": 1}]})"),
                    json(R"({"b": [2], "c": {"d": 1}, "method": [{"name": "y"}], "orders": 3})")) ==
        std::vector<std::string>{
            "without /a", "/b: [1,2] -> [2]", "without /method/'x'", "without /method/'y'/p", "with /orders: 3"});
}

TEST_CASE("readable JSON has on one line what fits there", "[shrinking]") {
  const std::string text = readable(json(
      R"({"title": "t", "none": {}, "arrivals": {"poisson": 20}, "method": [{"name": "a fault with a long name", "hang": true,
       "target": {"resource": "payment", "last_attempt": 1}, "start": "1 s", "duration": "1 min"}, {"name": "b"}]})"));
  CHECK(text == R"({
  "title": "t",
  "none": {},
  "arrivals": { "poisson": 20 },
  "method": [
    {
      "name": "a fault with a long name",
      "hang": true,
      "target": { "resource": "payment", "last_attempt": 1 },
      "start": "1 s",
      "duration": "1 min"
    },
    { "name": "b" }
  ]
}
)");
}

}  // namespace stepstorm::shrinking
