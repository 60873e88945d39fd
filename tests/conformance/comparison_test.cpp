#include "conformance/comparison.hpp"

#include <catch2/catch.hpp>

#include "conformance/event_list.hpp"

namespace stepstorm::conformance {
namespace {

Json json(const char* text) {
  const auto value = parse_json(text);
  REQUIRE(value);
  return *value;
}

std::string paths(const Differences& differences) {
  std::string text;
  for (const Difference& difference : differences) text += (text.empty() ? "" : " ") + difference.path;
  return text;
}

TEST_CASE("values agree as recordings and results show them", "[conformance][difference]") {
  struct Row {
    const char* expected;
    const char* actual;
    const char* differs_at;
  };
  const auto row = GENERATE(values<Row>({
      {R"({"a":1,"b":[true,null]})", R"({"b":[true,null],"a":1})", ""},
      {"1", "1.0", "$"},  // numbers have a kind
      {"1.50", "1.5", ""},
      {"true", "1", "$"},
      {"null", "false", "$"},
      {R"("[1, 2]")", R"("[1,2]")", ""},  // white space in a JSON text does not count
      {R"("[1, 2]")", R"("[1,3]")", "$(json)[1]"},
      {R"({"a":1})", R"("{\"a\": 1}")", ""},  // decoded, or not
      {R"("{\"a\": 1}")", R"({"a":1})", ""},
      {"42", R"("42")", ""},
      {R"("4{{any}}")", "42", ""},
      {R"({"a":1})", R"({"a":1,"b":2})", "$.b"},
      {R"({"a":"{{any}}"})", "{}", "$.a"},
      {"[1,2]", "[1,2,3]", "$[2]"},
      {"[1,2,3]", "[1]", "$[1] $[2]"},
  }));
  CAPTURE(row.expected, row.actual);
  Differences found;
  Bindings bindings;
  const Json actual = json(row.actual);
  find_differences(json(row.expected), &actual, "$", &bindings, found);
  CHECK(paths(found) == row.differs_at);
  CHECK(agree(json(row.expected), actual, nullptr) == found.empty());
}

TEST_CASE("an ignored path takes away what it leads to and nothing else", "[conformance][ignore]") {
  struct Row {
    const char* path;
    const char* left;
  };
  const char* document = R"({"a":{"b":1,"c":{"b":2}},"list":[{"b":3},4,5],"odd name":6})";
  const auto row = GENERATE(values<Row>({
      {"$.a.b", R"({"a":{"c":{"b":2}},"list":[{"b":3},4,5],"odd name":6})"},
      {"$..b", R"({"a":{"c":{}},"list":[{},4,5],"odd name":6})"},
      {"$.a..b", R"({"a":{"c":{}},"list":[{"b":3},4,5],"odd name":6})"},
      {"$.list[1]", R"({"a":{"b":1,"c":{"b":2}},"list":[{"b":3},5],"odd name":6})"},
      {"$.list[-1]", R"({"a":{"b":1,"c":{"b":2}},"list":[{"b":3},4],"odd name":6})"},
      {"$.list[*]", R"({"a":{"b":1,"c":{"b":2}},"list":[],"odd name":6})"},
      {"$.*.b", R"({"a":{"c":{"b":2}},"list":[{"b":3},4,5],"odd name":6})"},
      {"$['odd name']", R"({"a":{"b":1,"c":{"b":2}},"list":[{"b":3},4,5]})"},
      {"$.nowhere.b", R"({"a":{"b":1,"c":{"b":2}},"list":[{"b":3},4,5],"odd name":6})"},
  }));
  CAPTURE(row.path);
  const auto path = parse_ignored_path(row.path);
  REQUIRE(path);
  CHECK(to_text(without(json(document), {*path})) == row.left);
}

TEST_CASE("a text that is no path is none to ignore", "[conformance][ignore]") {
  const char* text = GENERATE("a.b", "", "$.", "$..", "$[1", "$.'a");
  CAPTURE(text);
  CHECK_FALSE(parse_ignored_path(text));
}

const char* two_iterations = R"([
  {"type":"MapStateStarted","id":1,"previousEventId":0},
  {"type":"MapIterationStarted","id":2,"previousEventId":1,"details":{"index":0}},
  {"type":"MapIterationStarted","id":3,"previousEventId":1,"details":{"index":1}},
  {"type":"Work","id":4,"previousEventId":2},
  {"type":"Work","id":5,"previousEventId":3}])";
const char* the_other_way_round = R"([
  {"type":"MapStateStarted","id":1,"previousEventId":0},
  {"type":"MapIterationStarted","id":2,"previousEventId":1,"details":{"index":0}},
  {"type":"MapIterationStarted","id":3,"previousEventId":1,"details":{"index":1}},
  {"type":"Work","id":4,"previousEventId":3},
  {"type":"Work","id":5,"previousEventId":2}])";
const char* both_after_one = R"([
  {"type":"MapStateStarted","id":1,"previousEventId":0},
  {"type":"MapIterationStarted","id":2,"previousEventId":1,"details":{"index":0}},
  {"type":"MapIterationStarted","id":3,"previousEventId":1,"details":{"index":1}},
  {"type":"Work","id":4,"previousEventId":2},
  {"type":"Work","id":5,"previousEventId":2}])";

Expectation expecting(const char* history) {
  Expectation expectation;
  expectation.outcome = json(R"({"status":"SUCCEEDED"})");
  expectation.history = json(history);
  return expectation;
}

Json result_with(const char* history) { return {{"status", "SUCCEEDED"}, {"events", json(history)}}; }

TEST_CASE("another interleaving is another history but the same tree", "[conformance]") {
  const Comparison comparison = compare(result_with(the_other_way_round), expecting(two_iterations), false);
  CHECK(comparison.outcome->empty());
  CHECK(comparison.causal->empty());
  CHECK(paths(*comparison.history) == "history[3].previousEventId history[4].previousEventId");
}

TEST_CASE("an event after another predecessor is another tree", "[conformance]") {
  const Comparison comparison = compare(result_with(both_after_one), expecting(two_iterations), false);
  CHECK_FALSE(comparison.causal->empty());
  CHECK_FALSE(comparison.history->empty());
}

TEST_CASE("a long chain with one difference is compared without running out of stack", "[conformance]") {
  Json history = Json::array();
  for (int id = 1; id <= 25'000; ++id)
    history.push_back({{"type", "Work"}, {"id", id}, {"previousEventId", id - 1}, {"n", id % 7}});
  Expectation expectation;
  expectation.outcome = json(R"({"status":"SUCCEEDED"})");
  expectation.history = history;
  history[24'000]["n"] = "changed";
  const Comparison comparison = compare({{"status", "SUCCEEDED"}, {"events", history}}, expectation, false);
  CHECK(paths(*comparison.history) == "history[24000].n");
  CHECK(comparison.causal->size() == 1);
}

TEST_CASE("what a case ignores is compared strictly only", "[conformance]") {
  Expectation expectation;
  expectation.outcome = json(R"({"status":"SUCCEEDED","output":{"id":1,"n":2}})");
  expectation.ignored = {*parse_ignored_path("$..id")};
  const Json result = {
      {"status", "SUCCEEDED"}, {"output", R"({"id":7,"n":2})"}, {"error", nullptr}, {"cause", nullptr}};
  CHECK(compare(result, expectation, false).outcome->empty());
  CHECK(paths(*compare(result, expectation, true).outcome) == "$.output.id");
}

TEST_CASE("what the recording or the result leaves out is not judged", "[conformance]") {
  const Expectation nothing;
  CHECK_FALSE(compare(result_with("[]"), nothing, false).outcome);
  CHECK_FALSE(compare(result_with("[]"), nothing, false).history);
  CHECK_FALSE(compare({{"status", "SUCCEEDED"}}, expecting("[]"), false).causal);
}

TEST_CASE("an actual history loses as much order as the recording has lost", "[conformance]") {
  const Json lost = without_order(json(R"([
    {"type":"ParallelStateStarted","id":1,"previousEventId":0},
    {"type":"PassStateEntered","id":2,"previousEventId":1},
    {"type":"PassStateExited","id":3,"previousEventId":2},
    {"type":"ParallelStateSucceeded","id":4,"previousEventId":3},
    {"type":"ParallelStateExited","id":5,"previousEventId":3},
    {"type":"ExecutionSucceeded","id":6,"previousEventId":5}])"));
  CHECK(to_text(lost) == to_text(json(R"([
    {"type":"ParallelStateStarted","id":1,"previousEventId":0},
    {"type":"PassStateEntered","id":[0],"previousEventId":0},
    {"type":"PassStateExited","id":[0],"previousEventId":0},
    {"type":"ParallelStateExited","id":5,"previousEventId":3},
    {"type":"ExecutionSucceeded","id":6,"previousEventId":5}])")));
}

}  // namespace
}  // namespace stepstorm::conformance
