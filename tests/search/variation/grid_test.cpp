#include "search/variation/grid.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::variation {
namespace {

Documents documents() {
  return {parse_json(R"({"duration": "10 min", "arrivals": {"poisson": 80},
    "resources": {"payment": {"capacity": 30, "time_limit": "1 s"}, "confirm": {"capacity": 5}},
    "method": [{"name": "slow", "duration": "20 s"}, {"name": "down", "start": "1 min"}]})")
              .value(),
          parse_json(R"({"StartAt": "Both", "States": {
    "Both": {"Type": "Parallel", "Retry": [{"ErrorEquals": ["A"]}], "Next": "Pass", "Branches": [{"StartAt": "Pay", "States": {
      "Pay": {"Type": "Task", "TimeoutSeconds": 1, "End": true,
        "Retry": [{"ErrorEquals": ["B"], "MaxAttempts": 4}, {"ErrorEquals": ["C"], "MaxAttempts": 2}]}}}]},
    "Pass": {"Type": "Pass", "Result": {"Retry": [{"MaxAttempts": "mine"}]}, "End": true}}})")
              .value()};
}

/// Where a name leads, or what is wrong with it.
std::string found(const std::string& name) {
  const auto places = find_places(name, documents());
  if (!places) return "error: " + places.error();
  std::string text;
  for (const DocumentPlace& place : *places)
    text +=
        (text.empty() ? "" : " ") + std::string(place.document == Document::File ? "" : "definition:") + place.pointer;
  return text;
}

Grid grid(const std::vector<std::string>& texts) {
  auto parsed = Grid::parse(texts, documents());
  if (!parsed) FAIL(parsed.error());
  return std::move(*parsed);
}

std::string refused(const std::vector<std::string>& texts) {
  const auto parsed = Grid::parse(texts, documents());
  REQUIRE_FALSE(parsed);
  return parsed.error();
}

}  // namespace

TEST_CASE("a value has a pointer and short names", "[variation][place]") {
  struct Row {
    std::string name;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {"/arrivals/poisson", "/arrivals/poisson"},
      {"/replications", "/replications"},                          // not there yet
      {"/resources/refund/workers", "/resources/refund/workers"},  // nor is what it is in
      {"/States/Both/TimeoutSeconds", "definition:/States/Both/TimeoutSeconds"},
      {"/method/0/duration", "/method/0/duration"},
      {"duration", "/duration"},  // a whole path comes before ends of paths
      {"method.0.duration", "/method/0/duration"},
      {"0.duration", "/method/0/duration"},
      {"payment.capacity", "/resources/payment/capacity"},
      {"time_limit", "/resources/payment/time_limit"},
      {"Pay.TimeoutSeconds", "definition:/States/Both/Branches/0/States/Pay/TimeoutSeconds"},
      {"arrivals.rate", "/arrivals/poisson"},
      {"retry.MaxAttempts",
       "definition:/States/Both/Retry/0/MaxAttempts "
       "definition:/States/Both/Branches/0/States/Pay/Retry/0/MaxAttempts "
       "definition:/States/Both/Branches/0/States/Pay/Retry/1/MaxAttempts"},
  }));
  CAPTURE(row.name);
  CHECK(found(row.name) == row.expected);
}

TEST_CASE("a name that leads nowhere, or to several places, is an error that says more", "[variation][place]") {
  struct Row {
    std::string name;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {"", "expected a name before '='"},
      {"capacity", "'capacity' could be any of /resources/payment/capacity, /resources/confirm/capacity"},
      {"payment.capcity",
       "nothing is called 'payment.capcity' in the file or in its state machine's definition; "
       "did you mean 'payment.capacity'?"},
      {"something.else.entirely.different",
       "nothing is called 'something.else.entirely.different' in the file or in its state machine's definition; "
       "a JSON pointer such as /arrivals/poisson names any value, also one that has its default"},
      {"/", "'/' is no JSON pointer (RFC 6901) to a value in the file"},
      {"/a~2", "'/a~2' is no JSON pointer (RFC 6901) to a value in the file"},
      {"/method/2/duration", "/method/2/duration: /method has 2 elements, numbered from 0"},
      {"/method/-/duration", "/method/-/duration: /method has 2 elements, numbered from 0"},
      {"/duration/s", "/duration/s: /duration is \"10 min\", which has no members"},
      {"retry.MaxAttempt", "a retrier has no 'MaxAttempt'; did you mean 'MaxAttempts'?"},
  }));
  CAPTURE(row.name);
  CHECK(found(row.name) == "error: " + row.expected);
}

TEST_CASE("a rate needs a process that has one", "[variation][place]") {
  Documents other = documents();
  other.file["arrivals"] = {{"ramp", {{"from", 1}, {"to", 9}}}};
  CHECK(
      find_places("arrivals.rate", other).error() ==
      "'arrivals.rate' is that of a constant or Poisson process, which this file does not have; it has /arrivals/ramp, "
      "/arrivals/ramp/from, /arrivals/ramp/to");
  other.definition = {{"States", {{"A", {{"Type", "Pass"}}}}}};
  CHECK(find_places("retry.MaxAttempts", other).error() == "no state of the definition has retriers");
}

TEST_CASE("a grid holds every combination, the last axis fastest", "[variation][grid]") {
  const Grid both = grid({"retry.MaxAttempts=0..1", "arrivals.rate=100,200,300"});
  REQUIRE(both.size() == 6);
  std::string texts;
  for (std::size_t number = 0; number < both.size(); ++number) texts += both.text(number) + '\n';
  CHECK(texts ==
        "retry.MaxAttempts=0 arrivals.rate=100\n"
        "retry.MaxAttempts=0 arrivals.rate=200\n"
        "retry.MaxAttempts=0 arrivals.rate=300\n"
        "retry.MaxAttempts=1 arrivals.rate=100\n"
        "retry.MaxAttempts=1 arrivals.rate=200\n"
        "retry.MaxAttempts=1 arrivals.rate=300\n");
  CHECK(both.changes_definition());
  CHECK_FALSE(grid({"arrivals.rate=1..3"}).changes_definition());
}

TEST_CASE("documents differ from the first ones in what varies and in nothing else", "[variation][grid]") {
  const Grid both = grid({"retry.MaxAttempts=0..1", "arrivals.rate=100,200,300", "/resources/refund/workers=7"});
  const Documents last = both.documents(5);
  Documents expected = documents();
  expected.file["arrivals"]["poisson"] = 300;
  expected.file["resources"]["refund"]["workers"] = 7;
  Json& states = expected.definition["States"];
  states["Both"]["Retry"][0]["MaxAttempts"] = 1;  // had its default
  for (const int retrier : {0, 1}) states["Both"]["Branches"][0]["States"]["Pay"]["Retry"][retrier]["MaxAttempts"] = 1;
  CHECK(to_text(last.file) == to_text(expected.file));
  CHECK(to_text(last.definition) == to_text(expected.definition));
}

TEST_CASE("what cannot vary is refused, with its text", "[variation][grid]") {
  CHECK(refused({"arrivals.rate"}) == "arrivals.rate: expected NAME=VALUES, such as arrivals.rate=100..2000:100");
  CHECK(refused({"arrivals.rate="}) == "arrivals.rate=: expected a value, found nothing");
  CHECK(refused({"arrivals.rate=1,2,1.0"}) == "arrivals.rate=1,2,1.0: the value 1.0 is there twice");
  CHECK(refused({"arrivals.rate=1..2", "/arrivals/poisson=5"}) ==
        "/arrivals/poisson=5: this and 'arrivals.rate' vary the same value");
  CHECK(refused({"/arrivals/poisson=5", "/arrivals=null"}) ==
        "/arrivals=null: this and '/arrivals/poisson' vary the same value");
}

TEST_CASE("a grid too large for numbers has a size nevertheless", "[variation][grid]") {
  const std::vector<std::string> texts{"/a=1..10000", "/b=1..10000", "/c=1..10000", "/d=1..10000", "/e=1..10000"};
  CHECK(grid(texts).size() == std::size_t{1} << 63);
}

}  // namespace stepstorm::variation
