#include "orchestration/orchestrator.hpp"

#include <functional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/orchestration/machines.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint epoch{1'800'000'000s};

/// An orchestrator whose tasks go to the test, and whose executions end there.
class Fixture final : public TaskSender, public Observer {
 public:
  explicit Fixture(OrchestratorOptions options = {})
      : orchestrator(with_resources(std::move(options)), *this, *this, epoch) {
    orchestrator.worker_up(0, 0, 10, "work-0", now);
  }

  // ---- what the test does
  void start(const execution::StateMachinePtr& state_machine, Json input = Json::object()) {
    orchestrator.start({next_id++, state_machine, std::nullopt, Payload{std::move(input)}}, now);
    orchestrator.flush();
  }
  void answer(messages::TaskToken token, decltype(messages::TaskAnswer::result) result) {
    orchestrator.answers({{{token, std::move(result)}}}, now);
    orchestrator.flush();
  }
  void succeed(const messages::RunTask& task, Json output = Json::object()) {
    answer(task.token, messages::Succeeded{Payload{std::move(output)}});
  }
  void fail(const messages::RunTask& task, std::string error, std::string cause = "") {
    answer(task.token, messages::Failed{std::move(error), std::move(cause)});
  }
  /// Lets time pass, timer by timer.
  void pass(std::chrono::nanoseconds time) {
    const TimePoint until = now + time;
    for (TimePoint next = orchestrator.next_timer(); next <= until; next = orchestrator.next_timer()) {
      now = std::max(now, next);
      orchestrator.timers_due(now);
      orchestrator.flush();
    }
    now = until;
  }

  // ---- what it sees
  messages::RunTask taken() {
    REQUIRE_FALSE(sent.empty());
    auto task = std::move(sent.front());
    sent.pop_front();
    return task;
  }
  messages::Counters counters() const { return orchestrator.counters(); }

  void send(WorkerIndex worker, messages::RunTasks& batch) override {
    sent_to.push_back(worker);
    for (auto& task : batch.tasks) sent.push_back(std::move(task));
  }
  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override {
    for (const auto& event : events) live += render_line(event, *execution.state_machine, epoch) + '\n';
  }
  void ended(EndedExecution&& execution) override { ends.push_back(std::move(execution)); }
  void worker_up(std::string_view worker, TimePoint) override { news += std::string{worker} + " up\n"; }
  void worker_down(std::string_view worker, std::string_view reason, TimePoint) override {
    news += std::string{worker} + " down: " + std::string{reason} + '\n';
  }
  void resource_down(std::string_view resource, std::string_view cause, TimePoint) override {
    news += std::string{resource} + " down: " + std::string{cause} + '\n';
  }
  void resource_restored(std::string_view resource, TimePoint) override {
    news += std::string{resource} + " restored\n";
  }

  std::string history(std::size_t end = 0) const {
    REQUIRE(ends.size() > end);
    return render_text(ends[end].history, *ends[end].execution.state_machine);
  }
  /// `SUCCEEDED {"a":1}` or `FAILED Error: cause`.
  std::string result(std::size_t end = 0) const {
    REQUIRE(ends.size() > end);
    const auto& status = ends[end].execution.status;
    std::string text{status_name(status)};
    if (const auto* succeeded = std::get_if<execution::Succeeded>(&status)) text += ' ' + to_text(*succeeded->output);
    if (const auto* failed = std::get_if<execution::Failed>(&status))
      text += ' ' + failed->reason->error.value_or("-") + ": " + failed->reason->cause.value_or("-");
    return text;
  }

  std::deque<messages::RunTask> sent;
  std::vector<WorkerIndex> sent_to;
  std::vector<EndedExecution> ends;
  std::string live;
  std::string news;
  TimePoint now = epoch;
  std::uint64_t next_id = 0;
  Orchestrator orchestrator;

 private:
  static OrchestratorOptions with_resources(OrchestratorOptions options) {
    if (options.resources.empty())
      options.resources = {{"work", work_arn, std::nullopt}, {"pack", activity_arn, std::nullopt}};
    return options;
  }
};

TEST_CASE("a task goes to its worker, and its answer ends the execution", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(), {{"orderId", "12345"}});
  CHECK(f.orchestrator.open() == 1);
  const auto task = f.taken();
  CHECK(*task.input == Json{{"orderId", "12345"}});
  CHECK(task.number == 1);
  f.now += 250ms;
  f.succeed(task, {{"done", true}});
  CHECK(f.orchestrator.open() == 0);
  CHECK(f.result() == R"(SUCCEEDED {"done":true})");
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 LambdaFunctionScheduled Work\n"
        "0.000 4<-3 LambdaFunctionStarted Work\n"
        "0.250 5<-4 LambdaFunctionSucceeded Work\n"
        "0.250 6<-5 TaskStateExited Work\n"
        "0.250 7<-6 ExecutionSucceeded\n");
  CHECK(f.counters().executions_started == 1);
  CHECK(f.counters().executions_succeeded == 1);
  CHECK(f.counters().attempts == 1);
  CHECK(f.orchestrator.next_timer() == never);
}

TEST_CASE("an answer that comes after its deadline changes nothing and is counted", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("TimeoutSeconds": 5, "Retry": [{"ErrorEquals": ["States.Timeout"]}], )"));
  const auto first = f.taken();
  f.pass(5s);
  CHECK(f.sent.empty());  // in its back-off
  f.pass(1s);
  const auto second = f.taken();
  CHECK(second.number == 2);
  CHECK(second.visit == first.visit);
  CHECK_FALSE(second.token == first.token);

  f.succeed(first, "too late");
  CHECK(f.orchestrator.open() == 1);
  CHECK(f.counters().late_answers == 1);
  f.succeed(first, "even later");
  CHECK(f.counters().unknown_answers == 1);
  f.succeed(second, "in time");
  CHECK(f.result() == R"(SUCCEEDED "in time")");
}

TEST_CASE("a second answer to the same attempt changes nothing and is counted", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("Next": "Rest"}, "Rest": {"Type": "Wait", "Seconds": 10, )"));
  const auto task = f.taken();
  f.succeed(task, 1);
  f.succeed(task, 2);
  f.fail(task, "Error");
  CHECK(f.counters().unknown_answers == 2);
  f.pass(10s);
  CHECK(f.result() == "SUCCEEDED 1");
  f.succeed(task, 3);
  CHECK(f.counters().unknown_answers == 3);
  CHECK(f.ends.size() == 1);
}

TEST_CASE("answers and heartbeats with invented tokens are counted and change nothing",
          "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine());
  const auto task = f.taken();
  for (const messages::TaskToken token :
       {messages::TaskToken{99, 0}, {~0u, ~0u}, {task.token.slot, task.token.generation + 1}}) {
    f.answer(token, messages::Succeeded{});
    f.orchestrator.heartbeats({{token}}, f.now);
  }
  CHECK(f.counters().unknown_answers == 3);
  CHECK(f.counters().unknown_heartbeats == 3);
  CHECK(f.orchestrator.open() == 1);
}

TEST_CASE("what a worker says wrongly is one clear failure", "[orchestration][orchestrator]") {
  struct Row {
    decltype(messages::TaskAnswer::result) answer;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {messages::RawOutput{"<html>"}, "FAILED Lambda.Unknown: The worker work-0 answered what is not JSON: "},
      {messages::RawOutput{"\"\xff\xfe\""}, "FAILED Lambda.Unknown: The worker work-0 answered what is not JSON: "},
      {messages::RawOutput{""}, "FAILED Lambda.Unknown: The worker work-0 answered what is not JSON: "},
      {messages::Failed{"States.Runtime", "I am the service"},
       "FAILED Lambda.Unknown: The worker work-0 reported the error name \"States.Runtime\", which workers may not "
       "use"},
      {messages::Failed{"\xff", ""},
       "FAILED Lambda.Unknown: The worker work-0 reported the error name \"\xef\xbf\xbd\", which workers may not use"},
      {messages::Failed{std::string(257, 'x'), ""},
       "FAILED Lambda.Unknown: The worker work-0 reported the error name \"" + std::string(256, 'x') +
           "\", which workers may not use"},
      {messages::Submitted{}, "FAILED Lambda.Unknown: The worker work-0 accepted the task, but was to answer it"},
  }));
  CAPTURE(row.expected);
  Fixture f;
  f.start(task_machine());
  f.answer(f.taken().token, row.answer);
  CHECK_THAT(f.result(), Catch::StartsWith(row.expected));
  CHECK(f.counters().invalid_answers == 1);
}

TEST_CASE("unusual answers that make sense are taken as they are", "[orchestration][orchestrator]") {
  struct Row {
    decltype(messages::TaskAnswer::result) answer;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {messages::RawOutput{R"({"a": [1]})"}, R"(SUCCEEDED {"a":[1]})"},
      {messages::Failed{std::nullopt, std::nullopt}, "FAILED -: -"},
      {messages::Failed{"", ""}, "FAILED : "},
      {messages::Failed{"E", "caf\xe9"}, "FAILED E: caf\xef\xbf\xbd"},
      {messages::Failed{"E", std::string(32'767, 'x') + "\xc3\xa9"}, "FAILED E: " + std::string(32'767, 'x')},
  }));
  CAPTURE(row.expected);
  Fixture f;
  f.start(task_machine());
  f.answer(f.taken().token, row.answer);
  CHECK(f.result() == row.expected);
  CHECK(f.counters().invalid_answers == 0);
}

TEST_CASE("when a worker dies, what it had fails as a Lambda function that crashed", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("Retry": [{"ErrorEquals": ["Lambda.Unknown"], "MaxAttempts": 1}], )"));
  const auto first = f.taken();
  f.orchestrator.worker_down(0, "segmentation fault", f.now);
  CHECK(f.counters().lost == 1);
  f.succeed(first, "from beyond the grave");
  CHECK(f.counters().unknown_answers == 1);
  f.pass(1s);
  CHECK(f.sent.empty());  // nobody is there
  f.orchestrator.worker_up(0, 0, 10, "work-0", f.now);
  f.orchestrator.flush();
  CHECK(f.taken().number == 2);
  f.orchestrator.worker_down(0, "segmentation fault", f.now);
  CHECK(f.result() == "FAILED Lambda.Unknown: The worker work-0 exited before it answered: segmentation fault");
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 LambdaFunctionScheduled Work\n"
        "0.000 4<-3 LambdaFunctionStarted Work\n"
        "0.000 5<-4 LambdaFunctionFailed Work Lambda.Unknown\n"
        "1.000 6<-5 LambdaFunctionScheduled Work\n"
        "1.000 7<-6 LambdaFunctionStarted Work\n"
        "1.000 8<-7 LambdaFunctionFailed Work Lambda.Unknown\n"
        "1.000 9<-8 ExecutionFailed Lambda.Unknown\n");
  CHECK(f.news == "work-0 up\nwork-0 down: segmentation fault\nwork-0 up\nwork-0 down: segmentation fault\n");
}

TEST_CASE("attempts lost with their worker fail in order of execution", "[orchestration][orchestrator]") {
  Fixture f;
  for (const std::uint64_t id : {3, 1, 4, 0, 2}) {
    f.next_id = id;
    f.start(task_machine());
  }
  f.orchestrator.worker_down(0, "gone", f.now);
  REQUIRE(f.ends.size() == 5);
  for (std::uint64_t id = 0; id < 5; ++id) CHECK(f.ends[id].execution.id == id);
}

TEST_CASE("those of one execution fail in order of its scopes, whichever the worker got first",
          "[orchestration][orchestrator]") {
  Fixture f{{.live_events = true}};
  const auto task = [](const std::string& name, const std::string& then) {
    return '"' + name + R"(": {"Type": "Task", "Resource": ")" + work_arn +
           R"(", "Retry": [{"ErrorEquals": ["States.ALL"]}], )" + then + '}';
  };
  f.start(machine(R"({"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "First", "States": {)" +
                  task("First", R"("Next": "Second")") + ", " + task("Second", R"("End": true)") +
                  R"(}}, {"StartAt": "Other", "States": {)" + task("Other", R"("End": true)") + "}}]}}}"));
  f.succeed(f.taken());
  f.live.clear();
  f.orchestrator.worker_down(0, "gone", f.now);
  CHECK(f.live ==
        "0.000 15<-14 LambdaFunctionFailed Second Lambda.Unknown\n"
        "0.000 16<-9 LambdaFunctionFailed Other Lambda.Unknown\n");
}

TEST_CASE("beyond the queue limit a task is throttled as a Lambda function is", "[orchestration][orchestrator]") {
  Fixture f{{.resources = {{"work", work_arn, 2}}}};
  for (int i = 0; i < 13; ++i) f.start(task_machine());
  CHECK(f.sent.size() == 10);  // the worker's capacity
  CHECK(f.counters().refused == 1);
  CHECK(f.result() ==
        "FAILED Lambda.TooManyRequestsException: The resource work has as many tasks waiting as its queue may hold");
  CHECK(f.orchestrator.open() == 12);
}

TEST_CASE("while a resource is down its tasks fail at once; afterwards they are served again",
          "[orchestration][orchestrator]") {
  Fixture f;
  f.orchestrator.worker_down(0, "gone", f.now);
  f.start(task_machine());
  f.orchestrator.resource_down(0, "its workers needed more than 1 restart within 5 s", f.now);
  const std::string expected =
      "FAILED Lambda.ServiceException: The resource work is down: its workers needed more than 1 restart within 5 s";
  CHECK(f.result(0) == expected);  // had been waiting
  f.start(task_machine());
  CHECK(f.result(1) == expected);
  CHECK(f.counters().unavailable == 2);

  f.orchestrator.resource_restored(0, f.now);
  f.orchestrator.worker_up(0, 0, 10, "work-0", f.now);
  f.start(task_machine());
  f.succeed(f.taken());
  CHECK(f.result(2) == "SUCCEEDED {}");
}

TEST_CASE("a task whose resource nobody answers fails at once", "[orchestration][orchestrator]") {
  Fixture f;
  const auto [resource, fields, expected] = GENERATE(table<std::string, std::string, std::string>({
      {"arn:aws:lambda:us-east-1:123456789012:function:ghost", "", "Lambda.ResourceNotFoundException"},
      {"arn:aws:states:::sqs:sendMessage",
       R"("Parameters": {"QueueUrl": "q", "MessageBody": "m"}, )",
       "States.TaskFailed"},
  }));
  f.start(task_machine(fields, resource));
  CHECK(f.result() == "FAILED " + expected + ": No worker is bound to the resource " + resource);
}

TEST_CASE("an activity's task starts when a worker takes it, and heartbeats keep it alive",
          "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("HeartbeatSeconds": 5, "TimeoutSeconds": 60, )", activity_arn));
  f.pass(20s);
  CHECK(f.ends.empty());  // nobody has taken it
  f.orchestrator.worker_up(1, 1, 1, "pack-0", f.now);
  f.orchestrator.flush();
  const auto task = f.taken();
  for (int i = 0; i < 3; ++i) {
    f.pass(4s);
    f.orchestrator.heartbeats({{task.token}}, f.now);
  }
  f.pass(6s);
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 ActivityScheduled Work\n"
        "20.000 4<-3 ActivityStarted Work\n"
        "37.000 5<-4 ActivityTimedOut Work States.Timeout\n"
        "37.000 6<-5 ExecutionFailed States.Timeout\n");
  CHECK(f.orchestrator.open() == 0);
  f.orchestrator.heartbeats({{task.token}}, f.now);
  CHECK(f.counters().unknown_heartbeats == 1);
}

TEST_CASE("a call that was accepted frees its worker and ends by a later answer", "[orchestration][orchestrator]") {
  const std::string queue_arn = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
  Fixture f{{.resources = {{"queue", queue_arn, std::nullopt}}}};
  f.start(task_machine(R"("Parameters": {"QueueUrl": "q", "MessageBody": "m"}, )", queue_arn));
  const auto task = f.taken();
  f.answer(task.token, messages::Submitted{Payload{Json{{"MessageId", "1"}}}});
  f.orchestrator.worker_down(0, "has nothing to do with it any more", f.now);
  CHECK(f.counters().lost == 0);
  f.succeed(task, "called back");
  CHECK(f.result() == R"(SUCCEEDED "called back")");
}

TEST_CASE("a stopped execution is aborted, and its task's answer comes late", "[orchestration][orchestrator]") {
  Fixture f;
  f.start(task_machine(R"("TimeoutSeconds": 100, )"));
  const auto task = f.taken();
  f.orchestrator.stop({7, std::nullopt, std::nullopt}, f.now);  // not one of ours
  f.orchestrator.stop({0, "Operator", "had enough"}, f.now);
  CHECK(f.result() == "ABORTED");
  CHECK(f.history() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 LambdaFunctionScheduled Work\n"
        "0.000 4<-3 LambdaFunctionStarted Work\n"
        "0.000 5<-0 ExecutionAborted Operator\n");
  f.orchestrator.stop({0, std::nullopt, std::nullopt}, f.now);
  f.succeed(task);
  CHECK(f.counters().late_answers == 1);
  CHECK(f.counters().executions_aborted == 1);
  CHECK(f.orchestrator.next_timer() == never);
}

TEST_CASE("the history policy says whose events are handed out at the end", "[orchestration][orchestrator]") {
  struct Row {
    HistoryPolicy policy;
    std::size_t of_succeeded;
    std::size_t of_failed;
  };
  const auto row = GENERATE(values<Row>({
      {HistoryPolicy::All, 7, 6},
      {HistoryPolicy::FailedOnly, 0, 6},
      {HistoryPolicy::None, 0, 0},
  }));
  const bool live = GENERATE(true, false);
  Fixture f{{.history = row.policy, .live_events = live}};
  f.start(task_machine());
  f.succeed(f.taken());
  f.start(task_machine());
  f.fail(f.taken(), "Error");
  REQUIRE(f.ends.size() == 2);
  CHECK(f.ends[0].history.size() == row.of_succeeded);
  CHECK(f.ends[1].history.size() == row.of_failed);
  CHECK(f.ends[0].execution.events == 7);
  CHECK(std::count(f.live.begin(), f.live.end(), '\n') == (live ? 13 : 0));
}

TEST_CASE("an execution's name and its random numbers depend on the seed and its id alone",
          "[orchestration][orchestrator]") {
  const auto name_of = [](std::uint64_t seed, std::uint64_t id) {
    Fixture f{{.seed = seed}};
    f.next_id = id;
    f.start(task_machine());
    f.succeed(f.taken());
    return f.ends[0].execution.name() + ' ' + std::to_string(f.ends[0].execution.random.bits());
  };
  CHECK(name_of(1, 5) == name_of(1, 5));
  CHECK(name_of(1, 5) != name_of(1, 6));
  CHECK(name_of(1, 5) != name_of(2, 5));
}

TEST_CASE("executions are stopped by id, however many there are", "[orchestration][orchestrator]") {
  Fixture f{{.index = 1, .orchestrators = 3}};
  for (int i = 0; i < 1'000; ++i) {
    f.next_id = 1 + 3 * static_cast<std::uint64_t>(i);
    f.start(wait_machine(3'600));
  }
  CHECK(f.orchestrator.open() == 1'000);
  for (std::uint64_t id = 1; id < 3'000; id += 6) f.orchestrator.stop({id, std::nullopt, std::nullopt}, f.now);
  CHECK(f.orchestrator.open() == 500);
  f.pass(3'600s);
  CHECK(f.orchestrator.open() == 0);
  CHECK(f.counters().executions_aborted == 500);
  CHECK(f.counters().executions_succeeded == 500);
}

TEST_CASE("the two tasks of a Parallel state are two attempts of one execution", "[orchestration][orchestrator]") {
  const std::string branch =
      R"({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": ")" + work_arn + R"(", "End": true}}})";
  Fixture f;
  f.start(machine(
      R"({"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [)" + branch + ", " +
      std::string{branch}.replace(branch.find("\"A\""), 3, "\"B\"").replace(branch.find("{\"A\":") + 1, 3, "\"B\"") +
      "]}}}"));
  const auto first = f.taken();
  const auto second = f.taken();
  CHECK(first.execution == second.execution);
  CHECK(first.visit != second.visit);

  SECTION("both answers make the output") {
    f.succeed(second, 2);
    f.succeed(first, 1);
    CHECK(f.result() == "SUCCEEDED [1,2]");
  }
  SECTION("the failure of one abandons the other") {
    f.fail(first, "Broken");
    CHECK(f.result() == "FAILED Broken: ");
    f.succeed(second, 2);
    CHECK(f.counters().late_answers == 1);
  }
}

}  // namespace
// ---- policies

/// A breaker for which two failures are enough, and nothing that ends otherwise makes up for them.
OrchestratorOptions with_breaker() {
  OrchestratorOptions options;
  auto& breaker = options.policies.circuit_breakers["work"];
  breaker.failure_ratio = 0.1;
  breaker.minimum_calls = 2;
  breaker.window = 1h;
  breaker.open_for = 30s;
  breaker.probes = 1;
  breaker.ignored_errors = {"CardDeclined"};
  return options;
}

TEST_CASE("every way in which an attempt ends reaches the circuit breaker", "[orchestration][policies]") {
  struct Row {
    std::string what;
    std::string further;  // of the Task state
    std::function<void(Fixture&)> end;
    bool is_failure;
  };
  const std::vector<Row> rows{
      {"succeeded", "", [](Fixture& shop) { shop.succeed(shop.taken()); }, false},
      {"failed", "", [](Fixture& shop) { shop.fail(shop.taken(), "Broken"); }, true},
      {"failed as business does", "", [](Fixture& shop) { shop.fail(shop.taken(), "CardDeclined"); }, false},
      {"not JSON", "", [](Fixture& shop) { shop.answer(shop.taken().token, messages::RawOutput{"{"}); }, true},
      {"timed out", R"("TimeoutSeconds": 5, )", [](Fixture& shop) { shop.pass(5s); }, true},
      {"stopped",
       "",
       [](Fixture& shop) {
         shop.orchestrator.stop({shop.next_id - 1, {}, {}}, shop.now);
       },
       false},
      {"its worker died",
       "",
       [](Fixture& shop) {
         shop.orchestrator.worker_down(0, "crash", shop.now);
         shop.orchestrator.worker_up(0, 0, 10, "work-0", shop.now);
       },
       true},
      {"its resource was given up",
       "",
       [](Fixture& shop) {
         shop.orchestrator.worker_down(0, "crash", shop.now);
         shop.start(task_machine());
         shop.orchestrator.resource_down(0, "too many crashes", shop.now);
         shop.orchestrator.resource_restored(0, shop.now);
         shop.orchestrator.worker_up(0, 0, 10, "work-0", shop.now);
       },
       true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Fixture shop{with_breaker()};
    for (int attempt = 0; attempt < 2; ++attempt) {
      shop.start(task_machine(row.further));
      row.end(shop);
    }
    CHECK(shop.counters().circuit_openings == (row.is_failure ? 1 : 0));
  }
}

TEST_CASE("a missed heartbeat reaches the circuit breaker of an activity", "[orchestration][policies]") {
  OrchestratorOptions options;
  options.policies.circuit_breakers["pack"].minimum_calls = 2;
  Fixture shop{options};
  shop.orchestrator.worker_up(1, 1, 10, "pack-0", shop.now);
  for (int order = 0; order < 2; ++order)
    shop.start(task_machine(R"("HeartbeatSeconds": 3, "TimeoutSeconds": 60, )", activity_arn));
  shop.pass(2s);
  CHECK(shop.counters().circuit_openings == 0);
  shop.pass(1s);
  CHECK(shop.counters().circuit_openings == 1);
}

TEST_CASE("what a full queue turns away reaches the circuit breaker", "[orchestration][policies]") {
  OrchestratorOptions options = with_breaker();
  options.resources = {{"work", work_arn, 2}};
  Fixture shop{options};
  for (int order = 0; order < 13; ++order) shop.start(task_machine());  // ten at work, two wait
  CHECK(shop.counters().refused == 1);
  CHECK(shop.counters().circuit_openings == 0);
  shop.start(task_machine());
  CHECK(shop.counters().refused == 2);
  CHECK(shop.counters().circuit_openings == 1);
}

TEST_CASE("a resource that is down reaches its circuit breaker, by who waits for it and who comes",
          "[orchestration][policies]") {
  const bool is_down_first = GENERATE(false, true);
  Fixture shop{with_breaker()};
  shop.orchestrator.worker_down(0, "crash", shop.now);
  const auto go_down = [&] { shop.orchestrator.resource_down(0, "too many crashes", shop.now); };
  if (is_down_first) go_down();
  for (int order = 0; order < 2; ++order) shop.start(task_machine());
  if (!is_down_first) go_down();
  CHECK(shop.counters().unavailable == 2);
  CHECK(shop.counters().circuit_openings == 1);
}

TEST_CASE("while a circuit is open its attempts fail at once, by a name of ours; then a probe decides",
          "[orchestration][policies]") {
  Fixture shop{with_breaker()};
  for (int attempt = 0; attempt < 2; ++attempt) {
    shop.start(task_machine());
    shop.fail(shop.taken(), "Broken");
  }
  shop.start(task_machine());
  CHECK(shop.sent.empty());
  CHECK(shop.result(2) == "FAILED Stepstorm.CircuitOpen: The circuit breaker of the resource work is open");
  CHECK(shop.counters().circuit_refused == 1);
  CHECK(shop.history(2) ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 TaskStateEntered Work\n"
        "0.000 3<-2 LambdaFunctionScheduled Work\n"
        "0.000 4<-3 LambdaFunctionStarted Work\n"
        "0.000 5<-4 LambdaFunctionFailed Work Stepstorm.CircuitOpen\n"
        "0.000 6<-5 ExecutionFailed Stepstorm.CircuitOpen\n");

  shop.pass(30s);
  shop.start(task_machine());
  shop.start(task_machine());  // there is only one probe
  CHECK(shop.sent.size() == 1);
  shop.succeed(shop.taken());
  shop.start(task_machine());
  CHECK(shop.sent.size() == 1);
  CHECK(shop.counters().circuit_refused == 2);
  CHECK(shop.counters().circuits == std::vector<messages::CircuitCounts>{{0, 1, 2, 30s}});
}

TEST_CASE("a retry without a token in the budget fails by a name of ours, and is asked for again as Retry says",
          "[orchestration][policies]") {
  OrchestratorOptions options;
  options.policies.retry_budget = {.ratio = 0, .burst = 1, .minimum_per_second = 0};
  Fixture shop{options};
  shop.start(task_machine(R"("Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 3}], )"));
  shop.fail(shop.taken(), "Broken");
  shop.pass(1s);
  shop.fail(shop.taken(), "Broken");  // this one had the token
  shop.pass(1h);
  CHECK(shop.sent.empty());
  CHECK(shop.result() ==
        "FAILED Stepstorm.RetryBudgetExhausted: The retry budget has no token for attempt 4 at the resource work");
  CHECK(shop.counters().retries_refused == 2);
  CHECK(shop.counters().attempts == 4);
}

}  // namespace stepstorm::orchestration
