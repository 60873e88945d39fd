#include "graph/run_summary.hpp"

#include "machines.hpp"

namespace stepstorm::graph {
namespace {

using namespace std::chrono_literals;

const std::string tried_twice =
    R"({"StartAt":"A","States":{
    "A":{)" +
    lambda +
    R"(,"Retry":[{"ErrorEquals":["States.ALL"]}],"Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}],"Next":"B"},
    "B":{"Type":"Succeed"},"C":{"Type":"Pass","End":true}}})";

const std::string two_branches =
    R"({"StartAt":"P","States":{"P":{"Type":"Parallel","Next":"End","Catch":[{"ErrorEquals":["States.ALL"],"Next":"End"}],
    "Branches":[{"StartAt":"L","States":{"L":{)" +
    lambda + R"(,"End":true}}},
                {"StartAt":"R","States":{"R":{"Type":"Fail"}}}]},"End":{"Type":"Succeed"}}})";

RunSummary summary(const std::string& definition, const Json& result) {
  auto read = summarise(result, *machine_of(definition));
  if (!read) FAIL(read.error());
  return std::move(*read);
}

}  // namespace

TEST_CASE("attempts, time and the way on are counted for each state", "[graph][history]") {
  const auto run = summary(tried_twice,
                           result_of("SUCCEEDED",
                                     {{0, "ExecutionStarted", ""},
                                      {0, "TaskStateEntered", "A"},
                                      {2, "LambdaFunctionScheduled", "", 1},
                                      {3, "LambdaFunctionStarted", "", 1},
                                      {4, "LambdaFunctionFailed", "", 2},
                                      {5, "LambdaFunctionScheduled", "", 3},
                                      {6, "LambdaFunctionStarted", "", 3},
                                      {7, "LambdaFunctionSucceeded", "", 4},
                                      {8, "TaskStateExited", "A", 4},
                                      {9, "SucceedStateEntered", "B", 4},
                                      {10, "SucceedStateExited", "B", 4},
                                      {11, "ExecutionSucceeded", "", 5}}));
  CHECK(run.status == "SUCCEEDED");
  CHECK(run.duration == 5s);
  CHECK(run.events == 12);
  CHECK(run.states[0].outcome == Outcome::Succeeded);
  CHECK(run.states[0].retried == 1);
  CHECK(run.states[0].time == 4s);
  CHECK(run.states[2].outcome == Outcome::NotReached);
  CHECK(run.transitions == std::map<Transition, int>{{{0, 1, false}, 1}});
}

TEST_CASE("a state that is left after a failure was caught", "[graph][history]") {
  const auto run = summary(tried_twice,
                           result_of("SUCCEEDED",
                                     {{0, "ExecutionStarted", ""},
                                      {0, "TaskStateEntered", "A"},
                                      {2, "LambdaFunctionScheduled", ""},
                                      {3, "LambdaFunctionTimedOut", ""},
                                      {4, "TaskStateExited", "A"},
                                      {5, "PassStateEntered", "C"},
                                      {6, "PassStateExited", "C"},
                                      {7, "ExecutionSucceeded", ""}}));
  CHECK(run.states[0].outcome == Outcome::Caught);
  CHECK(run.transitions == std::map<Transition, int>{{{0, 2, true}, 1}});
}

TEST_CASE("a failing branch fails, its sibling is stopped, and the Parallel has caught it", "[graph][history]") {
  const auto run = summary(two_branches,
                           result_of("SUCCEEDED",
                                     {{0, "ExecutionStarted", ""},
                                      {0, "ParallelStateEntered", "P"},
                                      {2, "ParallelStateStarted", ""},
                                      {3, "TaskStateEntered", "L"},
                                      {4, "LambdaFunctionScheduled", ""},
                                      {3, "FailStateEntered", "R"},
                                      {6, "TaskStateAborted", "", 1},
                                      {6, "ParallelStateFailed", "", 1},
                                      {8, "ParallelStateExited", "P", 1},
                                      {9, "SucceedStateEntered", "End", 9},
                                      {10, "SucceedStateExited", "End", 9},
                                      {11, "ExecutionSucceeded", "", 9}}));
  CHECK(run.states[0].outcome == Outcome::Caught);
  CHECK(run.states[1].outcome == Outcome::Stopped);
  CHECK(run.states[1].time == 1s);  // not until the execution ended
  CHECK(run.states[2].outcome == Outcome::Failed);
  CHECK(run.states[3].outcome == Outcome::Succeeded);
}

TEST_CASE("what an execution's end finds open has failed, was stopped or is running", "[graph][history]") {
  struct Row {
    std::string last;
    Outcome expected;
  };
  const auto row = GENERATE(values<Row>({{"ExecutionFailed", Outcome::Failed},
                                         {"ExecutionAborted", Outcome::Stopped},
                                         {"ExecutionTimedOut", Outcome::Stopped},
                                         {"LambdaFunctionStarted", Outcome::Running}}));
  CAPTURE(row.last);
  const auto run = summary(tried_twice,
                           result_of("",
                                     {{0, "ExecutionStarted", ""},
                                      {0, "TaskStateEntered", "A"},
                                      {2, "LambdaFunctionScheduled", ""},
                                      {3, row.last, ""}}));
  CHECK(run.states[0].outcome == row.expected);
}

TEST_CASE("what is no history of the machine is refused with the place", "[graph][history]") {
  struct Row {
    std::string result;
    std::string complaint;
  };
  const auto row = GENERATE(values<Row>({
      {"[]", "no list of events"},
      {R"({"events":1})", "no list of events"},
      {R"({"events":[1]})", "events[0] is not an object"},
      {R"({"events":[{"id":2}]})", "events[0] does not have the id 1"},
      {R"({"events":[{"id":1,"previousEventId":1}]})", "events[0] has no previousEventId"},
      {R"({"events":[{"id":1,"previousEventId":0}]})", "events[0] has no type"},
      {R"({"events":[{"id":1,"previousEventId":0,"type":"ExecutionStarted","timestamp":"today"}]})",
       "events[0] has no timestamp"},
  }));
  const auto read = summarise(parse_json(row.result).value(), *machine_of(tried_twice));
  REQUIRE(!read);
  CHECK_THAT(read.error(), Catch::Contains(row.complaint));
}

TEST_CASE("the history of another machine is told by its states", "[graph][history]") {
  const auto name_and_type = GENERATE(values<std::pair<std::string, std::string>>({{"X", "Task"}, {"A", "Pass"}}));
  const auto read = summarise(result_of("", {{0, name_and_type.second + "StateEntered", name_and_type.first}}),
                              *machine_of(tried_twice));
  REQUIRE(!read);
  CHECK_THAT(read.error(), Catch::Contains("\"" + name_and_type.first + "\"") && Catch::Contains("another one"));
}

}  // namespace stepstorm::graph
