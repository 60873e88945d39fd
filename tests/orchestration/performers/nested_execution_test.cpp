// Executions that start executions: states:startExecution in its four patterns.
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "execution/result.hpp"
#include "orchestration/execution_start.hpp"
#include "orchestration/orchestrator.hpp"
#include "tests/orchestration/machines.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint epoch{1'800'000'000s};

execution::StateMachinePtr named_machine(const std::string& name, const std::string& definition) {
  const auto compiled = asl::compile(definition);
  if (!compiled.machine) throw std::invalid_argument(asl::render(compiled.findings.front(), "test"));
  return execution::create_state_machine(name, compiled.machine);
}

/// Starts the machine `Child`, by the pattern that the suffix names.
execution::StateMachinePtr parent(const std::string& suffix,
                                  const std::string& parameters = R"("Input": {"n": 1})",
                                  const std::string& further = "") {
  return named_machine(
      "Parent",
      R"({"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution)" +
          suffix +
          R"(", "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Child", )" +
          parameters + "}, " + further + R"("End": true}}})");
}

const std::string waits_and_passes = R"({"StartAt": "Rest", "States": {
    "Rest": {"Type": "Wait", "Seconds": 5, "Next": "Say"},
    "Say": {"Type": "Pass", "Result": {"said": "done"}, "End": true}}})";
const std::string fails =
    R"({"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "Child.No", "Cause": "never"}}})";

class Fixture final : public TaskSender, public Observer {
 public:
  explicit Fixture(const std::string& child)
      : orchestrator({.state_machines = {named_machine("Child", child)}}, {}, *this, *this, epoch) {}

  void run(const execution::StateMachinePtr& state_machine) {
    orchestrator.start({next_id++, state_machine, std::nullopt, Payload{Json::object()}}, now);
    pass_time();
  }
  void pass_time() {
    for (TimePoint next = orchestrator.next_timer(); next != never; next = orchestrator.next_timer()) {
      now = next;
      orchestrator.timers_due(now);
    }
  }

  void send(WorkerIndex, messages::RunTasks&) override {}
  void ended(EndedExecution&& execution) override { ends.push_back(std::move(execution)); }

  const EndedExecution& root() const {
    for (const auto& end : ends)
      if (end.execution.id == 0) return end;
    throw std::logic_error("the parent has not ended");
  }
  Json output() const { return *std::get<execution::Succeeded>(root().execution.status).output; }
  std::string error() const {
    const auto reason = execution::reason_of(root().execution.status);
    return reason.error.value_or("-") + ": " + reason.cause.value_or("-");
  }
  std::string history() const { return render_text(root().history, *root().execution.state_machine); }

  TimePoint now = epoch;
  std::uint64_t next_id = 0;
  std::vector<EndedExecution> ends;
  Orchestrator orchestrator;
};

}  // namespace

TEST_CASE("startExecution goes on when the child has started", "[orchestration][nested]") {
  Fixture f{waits_and_passes};
  f.run(parent(""));
  REQUIRE(f.ends.size() == 2);
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Call\n"
        "0.000 3<-2 TaskScheduled Call\n"
        "0.000 4<-3 TaskStarted Call\n"
        "0.000 5<-4 TaskSucceeded Call\n"
        "0.000 6<-5 TaskStateExited Call\n"
        "0.000 7<-6 ExecutionSucceeded\n");
  CHECK(f.output()["ExecutionArn"] == execution_arn(f.ends[1].execution));
  CHECK(f.output()["SdkHttpMetadata"]["HttpStatusCode"] == 200);
  CHECK(*f.ends[1].execution.input == Json{{"n", 1}});
  CHECK(f.ends[1].execution.ended_at == epoch + 5s);
}

TEST_CASE("startExecution.sync waits for the child, with its output as text or as JSON", "[orchestration][nested]") {
  struct Row {
    std::string suffix;
    Json input;
    Json output;
  };
  const auto row = GENERATE(values<Row>(
      {{".sync", R"({"n":1})", R"({"said":"done"})"}, {".sync:2", Json{{"n", 1}}, Json{{"said", "done"}}}}));
  Fixture f{waits_and_passes};
  f.run(parent(row.suffix, R"("Input": {"n": 1}, "Name": "first")"));
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Call\n"
        "0.000 3<-2 TaskScheduled Call\n"
        "0.000 4<-3 TaskStarted Call\n"
        "0.000 5<-4 TaskSubmitted Call\n"
        "5.000 6<-5 TaskSucceeded Call\n"
        "5.000 7<-6 TaskStateExited Call\n"
        "5.000 8<-7 ExecutionSucceeded\n");
  CHECK(f.output()["Input"] == row.input);
  CHECK(f.output()["Output"] == row.output);
  CHECK(f.output()["Status"] == "SUCCEEDED");
  CHECK(f.output()["ExecutionArn"] == "arn:aws:states:us-east-1:123456789012:execution:Child:first");
  CHECK(f.output()["StopDate"].get<std::int64_t>() - f.output()["StartDate"].get<std::int64_t>() == 5000);
}

TEST_CASE("a child's failure is the task's, with the child's description as its cause", "[orchestration][nested]") {
  Fixture f{fails};
  f.run(parent(".sync"));
  const auto reason = execution::reason_of(f.root().execution.status);
  CHECK(reason.error == "States.TaskFailed");
  const Json cause = parse_json(*reason.cause).value();
  CHECK(cause["Error"] == "Child.No");
  CHECK(cause["Cause"] == "never");
  CHECK(cause["Status"] == "FAILED");
  CHECK(cause["Input"] == R"({"n":1})");
  CHECK_FALSE(cause.contains("Output"));
}

TEST_CASE("a parent that stops waiting takes the child with it", "[orchestration][nested]") {
  Fixture f{waits_and_passes};
  f.run(parent(".sync", R"("Input": {})", R"("TimeoutSeconds": 2, )"));
  CHECK(f.error() == "States.Timeout: -");
  REQUIRE(f.ends.size() == 2);
  for (const auto& end : f.ends) {
    CHECK(end.execution.ended_at == epoch + 2s);
    if (end.execution.id != 0) CHECK(std::holds_alternative<execution::Aborted>(end.execution.status));
  }
  CHECK(f.orchestrator.open() == 0);
}

TEST_CASE("what cannot be started fails as the service says it", "[orchestration][nested]") {
  struct Row {
    std::string parameters;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {R"("Input": "{]")", "StepFunctions.InvalidExecutionInputException: Invalid State Machine Execution Input: '"},
      {R"("Name": 7)", "States.Runtime: "},
      {R"("Name": "a b")",
       "StepFunctions.InvalidNameException: Invalid Name: 'a b' (Service: AWSStepFunctions; Status Code: 400; "
       "Error Code: InvalidName; Request ID: "},
      {R"("StateMachineArn": "Child")",
       "StepFunctions.InvalidArnException: Invalid Arn: 'Invalid ARN prefix: Child' (Service: AWSStepFunctions; "},
      {R"("StateMachineArn": "arn:aws:states:us-east-1:1:activity:Child")",
       "StepFunctions.StateMachineDoesNotExistException: State Machine Does Not Exist: "},
      {R"("Name": "")", "StepFunctions.InvalidNameException: Invalid Name: '' (Service: AWSStepFunctions; "},
      {R"("Name": "../../x")", "StepFunctions.InvalidNameException: Invalid Name: '../../x' (Service: "},
      {R"("Name": "\u001b[2J")", "StepFunctions.InvalidNameException: Invalid Name: '"},
      {"\"Name\": \"" + std::string(81, 'x') + '"', "StepFunctions.InvalidNameException: Invalid Name: 'xxx"},
      {R"("StateMachineArn": "arn:aws:states:us-east-1:1:stateMachine:Nobody")",
       "StepFunctions.StateMachineDoesNotExistException: State Machine Does Not Exist: "
       "'arn:aws:states:us-east-1:1:stateMachine:Nobody' (Service: AWSStepFunctions; Status Code: 400; "
       "Error Code: StateMachineDoesNotExist; Request ID: "},
  }));
  Fixture f{waits_and_passes};
  f.run(parent(".sync", row.parameters));
  CHECK_THAT(f.error(), Catch::StartsWith(row.expected));
  CHECK(f.ends.size() == 1);
}

TEST_CASE("a name is given once, and to an equal execution as long as it runs", "[orchestration][nested]") {
  Fixture f{waits_and_passes};
  const auto same = parent("", R"("Name": "one", "Input": {})");
  const auto other = parent("", R"("Name": "one", "Input": {"other": true})");
  f.orchestrator.start({0, same, std::nullopt, {}}, f.now);
  f.orchestrator.start({1, same, std::nullopt, {}}, f.now);
  f.orchestrator.start({2, other, std::nullopt, {}}, f.now);
  f.pass_time();
  f.orchestrator.start({3, same, std::nullopt, {}}, f.now);
  f.pass_time();
  std::string results;
  for (std::uint64_t id = 0; id < 4; ++id)
    for (const auto& end : f.ends)
      if (end.execution.id == id) results += std::string{status_name(end.execution.status)} + ' ';
  CHECK(results == "SUCCEEDED SUCCEEDED FAILED FAILED ");
  CHECK(f.ends.size() == 5);  // one child
}

TEST_CASE("a version or an alias of a state machine is the one that is known", "[orchestration][nested]") {
  Fixture f{waits_and_passes};
  const auto qualifier = GENERATE(as<std::string>{}, "", ":1", ":live");
  f.run(parent(".sync:2",
               R"("StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Child)" + qualifier + '"'));
  CHECK(std::holds_alternative<execution::Succeeded>(f.root().execution.status));
}

TEST_CASE("EXPRESS executions may have the same name", "[orchestration][start]") {
  ExecutionNames names;
  const auto compiled = asl::compile(waits_and_passes, asl::MachineType::EXPRESS);
  const auto machine = execution::create_state_machine("Fast", compiled.machine);
  for (std::uint64_t id = 0; id < 2; ++id) {
    const auto admitted = admit({id, machine, "same", Payload{Json(id)}}, world::Stream{1}, names, epoch);
    REQUIRE(admitted);
    CHECK(admitted->id == id);
    CHECK_FALSE(admitted->runs_already);
  }
}

TEST_CASE("an execution that starts itself for ever is stopped", "[orchestration][nested]") {
  const std::string self = R"({"StartAt": "Call", "States": {"Call": {"Type": "Task",
      "Resource": "arn:aws:states:::states:startExecution.sync:2",
      "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Child"}, "End": true}}})";
  Fixture f{self};
  f.run(named_machine("Child", self));
  CHECK(f.ends.size() == nesting_max + 1);
  CHECK(execution::reason_of(f.ends.front().execution.status).error == "StepFunctions.ExecutionLimitExceededException");
  CHECK(execution::reason_of(f.root().execution.status).error == "States.TaskFailed");
}

}  // namespace stepstorm::orchestration
