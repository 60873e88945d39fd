// Good histories are accepted; each way to spoil one is refused at the event where it shows, with what was expected.
#include "execution/grammar/history_grammar.hpp"

#include <functional>

#include <catch2/catch.hpp>

#include "tests/execution/rehearsal.hpp"
#include "tests/execution/spoiled.hpp"

namespace stepstorm::execution {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

const std::string lambda = R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f",)";

std::string machine(const std::string& start, const std::string& states) {
  return R"({"StartAt":")" + start + R"(","States":{)" + states + "}}";
}

// ---- machines, and what they do

/// 1 ExecutionStarted, 2 TaskStateEntered, 3-5 Scheduled, Started, Failed at 0 s, 6-8 Scheduled, Started, Succeeded
/// at 2 s, 9 TaskStateExited, 10 and 11 Pass, 12 ExecutionSucceeded.
std::string retried(int max_attempts, const std::string& next = "P", int seconds = 2) {
  const std::string other = next == "P" ? "Q" : "P";
  return machine("T",
                 R"("T":{)" + lambda + R"("TimeoutSeconds":5,"Next":")" + next +
                     R"(","Catch":[{"ErrorEquals":["Lambda.Unknown"],"Next":")" + other +
                     R"("}],"Retry":[{"ErrorEquals":["E"],"IntervalSeconds":)" + std::to_string(seconds) +
                     R"(,"MaxAttempts":)" + std::to_string(max_attempts) +
                     R"(}]},"P":{"Type":"Pass","End":true},"Q":{"Type":"Pass","End":true})");
}

/// 2-4 Entered, Scheduled, Started, 5 LambdaFunctionTimedOut at 5 s, 6 ExecutionFailed.
std::string timed_out(int seconds) {
  return machine("T", R"("T":{)" + lambda + R"("TimeoutSeconds":)" + std::to_string(seconds) + R"(,"End":true})");
}

/// 2 WaitStateEntered, 3 WaitStateExited at 3 s, 4 ExecutionSucceeded.
std::string waiting(int seconds) {
  return machine("W", R"("W":{"Type":"Wait","Seconds":)" + std::to_string(seconds) + R"(,"End":true})");
}

/// 2 ParallelStateEntered, 3 ParallelStateStarted, 4 WaitStateEntered A, 5 WaitStateEntered B, 6 WaitStateExited B at
/// 1 s, 7 WaitStateExited A at 2 s, 8 ParallelStateSucceeded, 9 ParallelStateExited, 10 ExecutionSucceeded.
const std::string branches = machine("X",
                                     R"("X":{"Type":"Parallel","End":true,"Branches":[
    {"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":2,"End":true}}},
    {"StartAt":"B","States":{"B":{"Type":"Wait","Seconds":1,"End":true}}}]})");

/// 2 ParallelStateEntered, 3 ParallelStateStarted, 4 and 5 TaskStateEntered and Scheduled A, 6 WaitStateEntered B,
/// 7 Started A, 8 Failed A, 9 TaskStateAborted A, 10 WaitStateAborted B, 11 ParallelStateFailed, 12
/// ParallelStateExited, 13 and 14 Pass, 15 ExecutionSucceeded.
const std::string failing_branch = machine("X",
                                           R"("X":{"Type":"Parallel","End":true,
    "Catch":[{"ErrorEquals":["E"],"Next":"P"}],"Branches":[
    {"StartAt":"A","States":{"A":{)" + lambda + R"("End":true}}},
    {"StartAt":"B","States":{"B":{"Type":"Wait","Seconds":1,"End":true}}}]},"P":{"Type":"Pass","End":true})");

/// Over two items, one after the other: 2 MapStateEntered, 3 MapStateStarted, 4-7 iteration 0, 8-11 iteration 1,
/// 12 MapStateSucceeded, 13 MapStateExited, 14 ExecutionSucceeded.
std::string iterations(int at_once) {
  return machine("M", R"("M":{"Type":"Map","End":true,"MaxConcurrency":)" + std::to_string(at_once) + R"(,
    "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}})");
}

const Json two_items = Json::array({"a", "b"});
const Script fails_once{{"T", {throws("E", "c"), returns(1)}}};
const Script no_answer{{"T", {hangs()}}};
const Script branch_fails{{"A", {throws("E", "c")}}};

// ---- spoiling them

using Spoil = std::function<void(History&)>;

void nothing(History&) {}
Spoil without(std::size_t event) {
  return [=](History& history) { history = without_event(history, event - 1); };
}
Spoil twice(std::size_t event, Again again) {
  return [=](History& history) { history = with_event_twice(history, event - 1, again); };
}
Spoil exchanged(std::size_t left, std::size_t right) {
  return [=](History& history) { history = with_events_swapped(history, left - 1, right - 1); };
}
Spoil later(std::size_t from, nanoseconds by) {
  return [=](History& history) {
    for (std::size_t i = from - 1; i < history.size(); ++i) history[i].at += by;
  };
}
Spoil after(std::size_t event, std::uint32_t previous) {
  return [=](History& history) { history[event - 1].previous = previous; };
}
Spoil of_type(std::size_t event, EventType type) {
  return [=](History& history) { history[event - 1].type = type; };
}
Spoil about_item(std::size_t event, std::uint32_t item) {
  return [=](History& history) { history[event - 1].details = Count{item}; };
}
Spoil with_input(std::size_t event, Json input) {
  return [=](History& history) { history[event - 1].details = Data{Payload{input}}; };
}
/// A second answer to the attempt that has failed.
void succeed_after_failure(History& history) {
  history = with_event_twice(history, 5 - 1, Again::Chained);
  history[6 - 1].type = EventType::LambdaFunctionSucceeded;
  history[6 - 1].details = Data{};
}
Spoil cut_after(std::size_t event) {
  return [=](History& history) { history.resize(event); };
}

struct Row {
  std::string what;
  std::string played;  // the machine whose history it is
  std::string judged;  // the machine whose history it is to be
  Spoil spoil;
  std::uint32_t event;
  std::string expected;
  Json input = Json::object();
  Script script = {};
};

Row row(std::string what, const std::string& definition, Spoil spoil, std::uint32_t event, std::string expected) {
  const bool maps = definition.find("ItemProcessor") != std::string::npos;
  return {.what = std::move(what),
          .played = definition,
          .judged = definition,
          .spoil = std::move(spoil),
          .event = event,
          .expected = std::move(expected),
          .input = maps ? two_items : Json::object(),
          .script = definition == failing_branch ? branch_fails
                    : definition == timed_out(5) ? no_answer
                                                 : fails_once};
}

/// The history of one machine, said to be that of another.
Row other(
    std::string what, const std::string& played, const std::string& judged, std::uint32_t event, std::string expected) {
  Row made = row(std::move(what), played, nothing, event, std::move(expected));
  made.judged = judged;
  return made;
}

std::vector<Row> rows() {
  const std::string task = retried(1);
  const std::string late = timed_out(5);
  const std::string map = iterations(1);
  std::vector<Row> all = {
      row("the beginning is missing", task, without(1), 1, "expected ExecutionStarted"),
      row("an event is missing", task, without(4), 4, "expected LambdaFunctionStarted of 'T'"),
      row("an event is there twice", task, twice(3, Again::Beside), 4, "expected LambdaFunctionStarted of 'T'"),
      row("an attempt is answered twice", task, twice(8, Again::Chained), 9, "expected TaskStateExited of 'T'"),
      row("a state is left twice", task, twice(9, Again::Chained), 10, "expected PassStateEntered of 'P'"),
      row("time goes back", task, later(9, -1s), 9, "expected a time not before 2.000 s"),
      row("time passes before a state is left", task, later(9, 1s), 9, "expected TaskStateExited of 'T' at 2.000 s"),
      row("time passes between two states", task, later(10, 1s), 10, "expected PassStateEntered of 'P' at 2.000 s"),
      row(
          "an id is missing", task, [](History& h) { h[4].id = 6; }, 6, "expected the id 5"),
      row("an event follows itself", task, after(5, 5), 5, "expected a previousEventId below its own id"),
      row("an event follows one too early", task, after(5, 3), 5, "expected the previousEventId 4"),
      row("the first state follows the start",
          task,
          after(2, 1),
          2,
          "expected a previousEventId at which a running scope of its state stands"),
      row("a success comes after the failure",
          task,
          succeed_after_failure,
          6,
          "expected LambdaFunctionScheduled of 'T'"),
      row("a failure is called a success",
          task,
          of_type(5, EventType::LambdaFunctionSucceeded),
          5,
          "expected the details of LambdaFunctionSucceeded of 'T'"),
      row("a retry comes early", task, later(6, -1s), 6, "expected LambdaFunctionScheduled of 'T' at 2.000 s"),
      row("a retry comes late", task, later(6, 1s), 6, "expected LambdaFunctionScheduled of 'T' at 2.000 s"),
      row("an answer comes after the deadline",
          task,
          later(8, 6s),
          8,
          "expected LambdaFunctionSucceeded of 'T' by 7.000 s"),
      row("an input is not the output before it",
          task,
          with_input(10, 7),
          10,
          "expected the input of 'P' to be the output before it"),
      row("the end is missing", task, cut_after(11), 12, "expected an end that is the execution's status, SUCCEEDED"),
      row("something comes after the end", task, twice(12, Again::Chained), 13, "expected no event after the end"),
      row("the end is not the last state's", task, after(12, 9), 12, "expected ExecutionSucceeded after event 11"),
      row("it fails though nothing has failed",
          late,
          without(5),
          5,
          "expected nothing to end an execution in which something is under way but what failed in it"),
      row("a time-out is early", late, later(5, -1s), 5, "expected no time-out before 5.000 s"),
      row("a time-out is late", late, later(5, 1ms), 5, "expected LambdaFunctionTimedOut of 'T' by 5.000 s"),
      row("a wait is too short", waiting(3), later(3, -1s), 3, "expected WaitStateExited of 'W' at 3.000 s"),
      row("a wait is too long", waiting(3), later(3, 1s), 3, "expected WaitStateExited of 'W' at 3.000 s"),
      row("a branch begins twice", branches, twice(4, Again::Beside), 5, "expected WaitStateExited of 'A'"),
      row("the join comes before the last branch", branches, without(7), 7, "expected WaitStateExited of 'A'"),
      row("the join follows the branch that ended first",
          branches,
          after(8, 6),
          8,
          "expected ParallelStateSucceeded of 'X' after event 7"),
      row("a branch's wait is over late", branches, later(6, 1ms), 6, "expected WaitStateExited of 'B' at 1.000 s"),
      row("a branch is not aborted", failing_branch, without(10), 10, "expected WaitStateAborted of 'B' after event 8"),
      row("branches are aborted in another order",
          failing_branch,
          exchanged(9, 10),
          9,
          "expected TaskStateAborted of 'A' after event 8"),
      row("the failure is not shown",
          failing_branch,
          without(11),
          11,
          "expected ParallelStateFailed of 'X' after event 8"),
      row("an iteration starts twice", map, about_item(8, 0), 8, "expected MapIterationStarted of 'M' 1 after event 6"),
      row("an iteration ends as another",
          map,
          about_item(11, 0),
          11,
          "expected MapIterationSucceeded of 'M' 1 after event 10"),
      row("an iteration is left out",
          map,
          about_item(3, 3),
          12,
          "expected MapIterationStarted of 'M' 2 after event 10"),
      row("there are more iterations than items",
          map,
          about_item(3, 1),
          8,
          "expected MapStateSucceeded of 'M' after event 7"),
      other("one attempt too many", retried(1), retried(0), 6, "expected ExecutionFailed after event 5 at 0.000 s"),
      other(
          "another back-off", retried(1), retried(1, "P", 3), 6, "expected LambdaFunctionScheduled of 'T' at 3.000 s"),
      other("another way through the machine",
            retried(1),
            retried(1, "Q"),
            9,
            "expected a state that 'T' leads to, not 'P'"),
      other("another deadline", timed_out(5), timed_out(4), 3, "expected the TimeoutSeconds of its state"),
      other("another wait", waiting(3), waiting(4), 3, "expected WaitStateExited of 'W' at 4.000 s"),
      other("too many at once", iterations(2), iterations(1), 5, "expected no more iterations of 'M' than run at once"),
      other("too few at once", iterations(1), iterations(2), 5, "expected MapIterationStarted of 'M' 1 after event 3"),
  };
  return all;
}

}  // namespace

TEST_CASE("a spoiled history is refused where it shows, with what was expected", "[execution][grammar]") {
  for (const Row& row : rows()) {
    Performance run = rehearse(row.played, row.input, row.script);
    REQUIRE_FALSE(find_violation(run.history, *run.execution.state_machine, run.execution.status));
    row.spoil(run.history);
    INFO(row.what << '\n' << run.text());
    const auto violation = find_violation(run.history, *machine_from(row.judged), run.execution.status);
    if (!violation) {
      FAIL_CHECK("nothing was found");
      continue;
    }
    CHECK(violation->event == row.event);
    CHECK(violation->expected == row.expected);
  }
}

TEST_CASE("the end of a history is what the status says", "[execution][grammar]") {
  const auto run = rehearse(waiting(3), Json{{"a", 1}});
  const StateMachine& owner = *run.execution.state_machine;
  CHECK_FALSE(find_violation(run.history, owner, Succeeded{Payload{{{"a", 1}}}}));
  CHECK(find_violation(run.history, owner, Succeeded{Payload{{{"a", 2}}}}));
  CHECK(find_violation(run.history, owner, Failed{}));
  CHECK(find_violation(run.history, owner, Running{}));
  const History begun(run.history.begin(), run.history.begin() + 2);
  CHECK_FALSE(find_violation(begun, owner, Running{}));
  CHECK(find_violation(begun, owner, run.execution.status)->event == 3);
}

TEST_CASE("timers may be as late as somebody says", "[execution][grammar]") {
  auto run = rehearse(waiting(3));
  later(3, 2ms)(run.history);
  const auto& owner = *run.execution.state_machine;
  CHECK(find_violation(run.history, owner, run.execution.status, 1ms));
  CHECK_FALSE(find_violation(run.history, owner, run.execution.status, 2ms));
}

TEST_CASE("jitter may shorten a back-off, never lengthen it", "[execution][grammar]") {
  std::string definition = retried(1);
  definition.replace(definition.find(R"("MaxAttempts")"), 0, R"("JitterStrategy":"FULL",)");
  auto run = rehearse(definition, Json::object(), fails_once);
  const auto& owner = *run.execution.state_machine;
  const auto violation = [&] { return find_violation(run.history, owner, run.execution.status); };
  CHECK_FALSE(violation());
  later(6, 2s - (run.history[5].at - run.history[4].at))(run.history);
  CHECK_FALSE(violation());
  later(6, 1ms)(run.history);
  REQUIRE(violation());
  CHECK(violation()->expected == "expected LambdaFunctionScheduled of 'T' by 2.000 s");
}

TEST_CASE("a state that was never entered is not aborted", "[execution][grammar][history]") {
  const auto run = rehearse(machine("X",
                                    R"("X":{"Type":"Parallel","End":true,"Branches":[
    {"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E"}}},
    {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"End":true}}}]})"));
  CHECK(run.text() ==
        "0.000 1<-0 ExecutionStarted\n"
        "0.000 2<-0 ParallelStateEntered X\n"
        "0.000 3<-2 ParallelStateStarted X\n"
        "0.000 4<-3 FailStateEntered F\n"
        "0.000 5<-4 ParallelStateFailed X\n"
        "0.000 6<-5 ExecutionFailed E\n");
  CHECK_FALSE(find_violation(run.history, *run.execution.state_machine, run.execution.status));
}

TEST_CASE("after a Fail state in a branch that works out its error, only the order is known", "[execution][grammar]") {
  const auto run = rehearse(machine("X",
                                    R"("X":{"Type":"Parallel","End":true,"Catch":[{"ErrorEquals":["E"],"Next":"S"}],
    "Branches":[{"StartAt":"F","States":{"F":{"Type":"Fail","ErrorPath":"$.e"}}}]},"S":{"Type":"Succeed"})"),
                            Json{{"e", "E"}});
  CHECK_FALSE(find_violation(run.history, *run.execution.state_machine, run.execution.status));
  CHECK(find_violation(
      without_event(run.history, run.history.size() - 1), *run.execution.state_machine, run.execution.status));
}

TEST_CASE("a failed evaluation follows what came before its state, or the attempt before, and is handled as errors are",
          "[execution][grammar]") {
  // 2 TaskStateEntered, 3 EvaluationFailed after 0, 4 EvaluationFailed at 1 s, 5 TaskStateExited, 6 and 7 Succeed.
  const std::string played = R"({"QueryLanguage":"JSONata","StartAt":"T","States":{"T":{)" + lambda +
                             R"("Arguments":"{% $x %}","Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1}],
      "Catch":[{"ErrorEquals":["States.QueryEvaluationError"],"Next":"S"}],"End":true},"S":{"Type":"Succeed"}}})";
  const auto wrong_cause = [](History& history) {
    history[2].details = EvaluationFailure{
        std::make_shared<const ErrorOutput>(ErrorOutput{"States.QueryEvaluationError", "because"}), nullptr};
  };
  struct Spoiled {
    std::string what;
    Spoil spoil;
    std::uint32_t event;
  };
  const std::vector<Spoiled> all{
      {"it follows its state", after(3, 2), 3},
      {"the second follows what came before the state", after(4, 0), 4},
      {"the second comes late", later(4, 1ms), 4},
      {"the first is missing", without(3), 3},
      {"the second is missing", without(4), 4},
      {"once more, which a catcher could do, but not go on after it", twice(4, Again::Chained), 6},
      {"it does not say where", wrong_cause, 3},
      {"the catcher leads elsewhere", of_type(5, EventType::StateAborted), 5},
  };
  for (const Spoiled& row : all) {
    Performance run = rehearse(played);
    REQUIRE_FALSE(find_violation(run.history, *run.execution.state_machine, run.execution.status));
    row.spoil(run.history);
    INFO(row.what << '\n' << run.text());
    const auto violation = find_violation(run.history, *run.execution.state_machine, run.execution.status);
    CHECK((violation ? violation->event : 0) == row.event);
  }
}

}  // namespace stepstorm::execution
