// How long an execution may take, how many events it may have, and how much data may enter something.
#include <catch2/catch.hpp>

#include "execution/failure.hpp"
#include "tests/execution/rehearsal.hpp"

namespace stepstorm::execution {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds year = std::chrono::days{365};

const std::string function = R"("Resource":"arn:aws:lambda:us-east-1:123456789012:function:f")";

std::string machine(const std::string& state) { return R"({"StartAt":"A","States":{"A":{)" + state + "}}}"; }

std::chrono::nanoseconds duration(const Performance& run) { return run.execution.ended_at - run.execution.started_at; }

StateMachinePtr of_type(const std::string& definition, asl::MachineType type) {
  auto made = std::make_shared<StateMachine>(*machine_from(definition));
  made->type = type;
  return made;
}

/// An execution at its start, and what it has asked for.
struct Begun {
  Execution execution;
  Step step;

  Begun(const std::string& definition, const Json& input, TimePoint at = {}) {
    execution.state_machine = machine_from(definition);
    execution.input = Payload{input};
    start(execution, at, step);
  }
  template <class Wanted>
  const Wanted* command() const {
    for (const Command& command : step.commands)
      if (const auto* wanted = std::get_if<Wanted>(&command)) return wanted;
    return nullptr;
  }
};

}  // namespace

// ---- time

TEST_CASE("a STANDARD execution times out after a year, whatever it waits for", "[execution][limits]") {
  const auto state = GENERATE(values<std::string>({
      R"("Type":"Wait","Seconds":99999999,"End":true)",
      R"("Type":"Wait","Timestamp":"2090-01-01T00:00:00Z","End":true)",
      R"("Type":"Task","End":true,)" + function,
      R"("Type":"Task","End":true,"TimeoutSeconds":99999999,)" + function,
  }));
  CAPTURE(state);
  const auto run = rehearse(machine(state), Json::object(), {{"A", {hangs()}}});
  CHECK(run.status() == "TIMED_OUT");
  CHECK(duration(run) == year);
  CHECK(run.history.back().type == EventType::ExecutionTimedOut);
  CHECK(run.history.back().previous == 0);
  CHECK(run.history.back().at == run.execution.ended_at);
}

TEST_CASE("waits of 2^31-1 seconds in a row end after a year, in the first of them", "[execution][limits]") {
  const auto run = rehearse(R"({"StartAt":"A","States":{
                                  "A":{"Type":"Wait","SecondsPath":"$.s","Next":"B"},
                                  "B":{"Type":"Wait","SecondsPath":"$.s","Next":"C"},
                                  "C":{"Type":"Wait","SecondsPath":"$.s","End":true}}})",
                            parse_json(R"({"s":2147483647})").value());
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 WaitStateEntered A\n"
        "31536000.000 3<-0 ExecutionTimedOut States.Timeout\n");
}

TEST_CASE("an execution that times out ends exactly at its limit, however late its shell notices",
          "[execution][limits]") {
  struct Row {
    asl::MachineType type;
    std::string timeout;
    std::chrono::seconds limit;
  };
  using enum asl::MachineType;
  const auto row = GENERATE(values<Row>({
      {STANDARD, R"("TimeoutSeconds":5,)", 5s},
      {STANDARD, R"("TimeoutSeconds":99999999,)", year},
      {STANDARD, "", year},
      {EXPRESS, R"("TimeoutSeconds":5,)", 5s},
      {EXPRESS, R"("TimeoutSeconds":900,)", 300s},
      {EXPRESS, "", 300s},
  }));
  const auto late = GENERATE(0ns, 1ns, 3'000'000ns, std::chrono::nanoseconds{40min});
  CAPTURE(row.timeout, row.limit, late.count());
  const auto owner = of_type(
      "{" + row.timeout + R"("StartAt":"A","States":{"A":{"Type":"Task","End":true,)" + function + "}}}", row.type);
  Execution execution;
  execution.state_machine = owner;
  const TimePoint begin{1'000'000s};
  Step step;
  start(execution, begin, step);
  const SetTimer* timer = nullptr;
  const RunTask* task = nullptr;
  for (const Command& command : step.commands) {
    if (const auto* set = std::get_if<SetTimer>(&command); set && set->timer.scope == execution_timer) timer = set;
    if (const auto* run = std::get_if<RunTask>(&command)) task = run;
  }
  REQUIRE(timer);
  REQUIRE(task);
  CHECK(timer->at == begin + row.limit);
  const bool answered = GENERATE(true, false);  // an answer, or the timer, is what comes first
  const Notice notice = answered ? Notice{TaskSucceeded{task->attempt, Payload{}}} : Notice{TimerFired{timer->timer}};
  CHECK(execution::step(execution, notice, begin + row.limit + late, step));
  CHECK(status_name(execution.status) == "TIMED_OUT");
  CHECK(execution.ended_at == begin + row.limit);
  CHECK(step.events.back().at == begin + row.limit);
}

TEST_CASE("near the end of time, what would be due behind it never is", "[execution][limits]") {
  const auto state = GENERATE(values<std::string>({
      R"("Type":"Wait","Seconds":99999999,"End":true)",
      R"("Type":"Task","End":true,"TimeoutSeconds":99999999,)" + function,
  }));
  CAPTURE(state);
  const Begun begun{machine(state), Json::object(), never - 1h};
  CHECK(begun.execution.running());
  CHECK(deadline(begun.execution) == never);
  for (const Command& command : begun.step.commands)
    if (const auto* timer = std::get_if<SetTimer>(&command)) CHECK(timer->at == never);
}

// ---- events

TEST_CASE("an EXPRESS execution has as many events as it needs, a STANDARD one 25,000", "[execution][limits]") {
  const std::string many = machine(R"("Type":"Map","End":true,"ResultPath":null,"OutputPath":null,"ItemProcessor":
                                      {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})");
  Json items = Json::array();
  for (int item = 0; item < 9'000; ++item) items.push_back(item);
  const auto express = rehearse(of_type(many, asl::MachineType::EXPRESS), items);
  CHECK(express.status() == "SUCCEEDED");
  CHECK(express.history.size() == 6 + 9'000 * 4);
  CHECK(express.execution.events == express.history.size());
  const auto standard = rehearse(of_type(many, asl::MachineType::STANDARD), items);
  CHECK(standard.status() == "FAILED");
  CHECK(standard.history.size() == 25'000);
  CHECK(standard.reason().cause == "The execution reached the maximum number of history events (25000).");
}

// ---- data

namespace {

/// {"s": "xx..."}: its text has so many bytes.
Json document_of(std::size_t bytes) { return {{"s", std::string(bytes - 8, 'x')}}; }

/// Twice `$.s` as a or b: a template's result of so many bytes.
Json doubled_to(std::size_t bytes) { return {{"s", std::string((bytes - 15) / 2, 'x')}}; }

const std::string twice = R"({"a.$":"$.s","b.$":"$.s"})";

}  // namespace

TEST_CASE("what enters a state's work, a branch, an iteration or a child has 262,144 bytes at most",
          "[execution][limits]") {
  const std::string catching = R"("Catch":[{"ErrorEquals":["States.ALL"],"Next":"Z"}],"Next":"Z")";
  const std::string processor = R"("StartAt":"P","States":{"P":{"Type":"Pass","OutputPath":null,"End":true}})";
  struct Row {
    std::string state;
    std::string failing_after;  // the last event before the end
  };
  const auto row = GENERATE_COPY(values<Row>({
      {R"("Type":"Task",)" + function + R"(,"Parameters":)" + twice + "," + catching, "TaskStateEntered"},
      {R"("Type":"Pass","OutputPath":null,"Next":"Z","Parameters":)" + twice, "PassStateEntered"},
      {R"("Type":"Parallel","Branches":[{)" + processor + R"(}],"Parameters":)" + twice + "," + catching,
       "ParallelStateEntered"},
      {R"("Type":"Map","ItemSelector":)" + twice + R"(,"ItemsPath":"$.l","ItemProcessor":{)" + processor + "}," +
           catching,
       "MapIterationStarted"},
      {R"("Type":"Map","ItemSelector":)" + twice + R"(,"ItemsPath":"$.l","ItemProcessor":{
          "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},)" +
           processor + "}," + catching,
       "MapRunStarted"},
  }));
  CAPTURE(row.state);
  const std::string definition =
      R"({"StartAt":"A","States":{"A":{)" + row.state + R"(},"Z":{"Type":"Pass","Result":"caught","End":true}}})";
  const auto played = [&](std::size_t bytes) {
    Json input = doubled_to(bytes);
    input["l"] = {0};
    return rehearse(definition, input, {{"A", {returns(1)}}});
  };
  const auto large = played(262'145);
  CHECK(large.status() == "FAILED");
  CHECK(large.reason() ==
        ErrorOutput{"States.DataLimitExceeded",
                    "The state/task 'A' was given an input with a size exceeding the maximum number of bytes service "
                    "limit."});
  const auto& before = large.history.at(large.history.size() - 2);
  CHECK(type_name(before, *large.execution.state_machine) == row.failing_after);
  CHECK(played(262'143).status() != "FAILED");
}

TEST_CASE("an execution that is given more than 262,144 bytes fails before its first state", "[execution][limits]") {
  const std::string pass = machine(R"("Type":"Pass","End":true)");
  CHECK(rehearse(pass, document_of(262'144)).status() == "SUCCEEDED");
  const auto run = rehearse(pass, document_of(262'145));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 ExecutionFailed States.DataLimitExceeded\n");
}

// ---- what a template gave is kept

TEST_CASE("the folder that a ResultWriter names is the one that it has written to", "[execution][limits]") {
  Begun begun{machine(R"j("Type":"Map","End":true,
                         "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                                          "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},
                         "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{
                           "Bucket.$":"States.Format('b-{}', States.UUID())","Prefix.$":"States.UUID()"}})j"),
              Json::array()};
  const auto* write = begun.command<WriteObjects>();
  REQUIRE(write);
  REQUIRE(write->objects.size() == 1);
  const auto [attempt, bucket, manifest] = std::tuple{write->attempt, write->bucket, write->objects.front().first};
  CHECK(step(begun.execution, ObjectsWritten{attempt}, TimePoint{}, begun.step));
  const auto* succeeded = std::get_if<Succeeded>(&begun.execution.status);
  REQUIRE(succeeded);
  CHECK((*succeeded->output)["ResultWriterDetails"] == Json({{"Bucket", bucket}, {"Key", manifest}}));
}

}  // namespace stepstorm::execution
