// Each performer by itself: what it puts onto the agenda and into the outbox when it begins an attempt, is told to
// abandon it, and hears how it ended.
#include "orchestration/performers/performers.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "orchestration/performers/nested_request.hpp"
#include "tests/orchestration/machines.hpp"
#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint opening{1'800'000'000s};
const std::string start_arn = "arn:aws:states:::states:startExecution";
const std::string callback_arn = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";

std::string text(const execution::Notice& notice) {
  return std::visit(
      Overload{[](const execution::TaskStarted& told) { return "started by " + told.worker_name.value_or("-"); },
               [](const execution::TaskSubmitted&) { return std::string{"submitted"}; },
               [](const execution::TaskFailed& told) { return "failed " + told.error.value_or("-"); },
               [](const execution::StopRequested&) { return std::string{"stop requested"}; },
               [](const auto&) { return std::string{"something else"}; }},
      notice);
}

std::string text(const messages::TaskAnswer& answer) {
  return std::visit(
      Overload{[](const messages::Succeeded& result) { return "answer succeeded " + to_text(*result.output); },
               [](const messages::Failed& result) { return "answer failed " + result.error.value_or("-"); },
               [](const messages::Submitted&) { return std::string{"answer submitted"}; },
               [](const messages::RawOutput&) { return std::string{"answer in text"}; },
               [](const messages::Lost&) { return std::string{"answer lost"}; }},
      answer.result);
}

/// One open execution of a machine with one Task state, and the performers around it.
class Scene final : public TaskSender, public Observer {
 public:
  explicit Scene(execution::StateMachinePtr state_machine) : state_machine_(std::move(state_machine)) {
    key_ = executions_.emplace();
    open().execution.state_machine = state_machine_;
    open().execution.input = Payload{Json::object()};
    open().execution.next_epoch = 2;
    open().bound = &machines_.of(state_machine_);
  }

  OpenExecution& open() { return executions_[key_.slot]; }

  /// Whom the state is bound to.
  PerformerKind bound() { return open().bound->bindings[0].performer; }
  /// Has the performer that the state is bound to begin an attempt. Returns whether it is under way.
  bool begin(Json input = Json::object(), std::uint32_t number = 1) {
    const execution::RunTask asked{{execution::root_scope, 1}, 0, number, Payload{std::move(input)}};
    const Binding binding = machines_.binding(*open().bound, asked);
    Attempt attempt{.execution = key_,
                    .id = asked.attempt,
                    .resource = binding.resource,
                    .announce = binding.announce,
                    .invoked = binding.invoked,
                    .performer = binding.performer};
    messages::RunTask task;
    task.number = number;
    task.input = asked.input;
    slot_ = performers.with(binding.performer, [&](auto& performer) {
      Performer& any = performer;
      return any.begin(attempt, std::move(task), opening);
    });
    open().work(execution::root_scope).attempt = slot_;
    return slot_ != no_attempt;
  }
  const Attempt& attempt() { return dispatcher_.at(slot_); }
  void abandon() {
    performers.with(attempt().performer, [&](auto& performer) { performer.abandon(slot_, false, opening); });
  }
  template <class End>
  End heard(End end) {
    performers.with(attempt().performer, [&](auto& performer) { performer.hear(attempt(), end, opening); });
    return end;
  }
  void worker_up() { dispatcher_.worker_up(0, 0, 1, "work-0"); }
  std::size_t attempts() const { return dispatcher_.held_bytes(); }

  /// What is on the agenda, in order: `failed E; answer succeeded 1`.
  std::string agenda() {
    if (dispatcher_.has_announcements()) performers.workers.announce_taken(opening);
    std::string all;
    while (const auto pending = agenda_.next())
      all += (all.empty() ? "" : "; ") +
             std::visit(Overload{[](const execution::Notice& notice) { return text(notice); },
                                 [](const messages::TaskAnswer& answer) { return text(answer); },
                                 [](const StartNested&) { return std::string{"start nested"}; },
                                 [](const auto&) { return std::string{"something else"}; }},
                        pending->what);
    return all;
  }
  /// What leaves, in order: `task for work-0`.
  std::string left() {
    outbox_.leave_polls();
    outbox_.flush();
    return std::exchange(left_, {});
  }

  void send(WorkerIndex worker, messages::RunTasks& batch) override {
    for (const messages::RunTask& task : batch.tasks)
      left_ += "task " + to_text(*task.input) + " for worker " + std::to_string(worker);
  }
  messages::PollActivity poll() {
    return {activity_arn, "ann", std::make_shared<std::atomic<bool>>(false), [this](messages::ActivityTask task) {
              left_ += "task " + to_text(*task.input) + " for ann";
            }};
  }

 private:
  static OrchestratorPart part() {
    ResourceBinding work{"work", work_arn, 0};  // no attempt may wait
    ResourceBinding pack{"pack", activity_arn, std::nullopt};
    ResourceBinding queue{"queue", callback_arn, std::nullopt};
    pack.outside = queue.outside = true;
    return {.resources = {work, pack, queue}, .names = std::make_shared<ExecutionNames>()};
  }

  execution::StateMachinePtr state_machine_;
  EngineOptions options_{.state_machines = {task_machine()}};
  OrchestratorPart part_ = part();
  messages::Counters counters_;
  Outbox outbox_{*this, *this, nullptr};
  Agenda agenda_;
  OpenExecutions executions_;
  Dispatcher dispatcher_{part_.resources, outbox_};
  BoundMachines machines_{options_, part_, dispatcher_};
  PerformerContext context_{executions_, dispatcher_, agenda_, counters_, world::Stream::named(1, "requests")};
  SlabKey key_;
  std::uint32_t slot_ = no_attempt;
  std::string left_;

 public:
  Performers performers{options_,
                        part_,
                        context_,
                        outbox_,
                        world::Stream::named(1, "names"),
                        [](const execution::StateMachine&) { return std::optional<std::string>{}; },
                        opening};
};

execution::StateMachinePtr mocked(const execution::StateMachinePtr& state_machine, MockResult result) {
  MockedTask work{.state = "Work", .takes = {}, .responses = {{0, 9, std::nullopt, std::move(result)}}};
  return with_test_case(*state_machine, {.plan = {std::move(work)}, .activity_worker = "bob"});
}

}  // namespace

TEST_CASE("each performer begins an attempt in its own way", "[orchestration][performers]") {
  using enum PerformerKind;
  const std::string unknown_arn = "arn:aws:lambda:us-east-1:123456789012:function:unknown";
  const MockReturn five{Payload{Json(5)}};
  struct Row {
    std::string what;
    execution::StateMachinePtr state_machine;
    PerformerKind performer;
    std::function<void(Scene&)> before;
    bool under_way;
    std::string agenda;
    std::string left;
  };
  const auto none = [](Scene&) {};
  const auto row = GENERATE_COPY(values<Row>({
      // clang-format off
      {"a free worker", task_machine(), Worker, [](Scene& s) { s.worker_up(); }, true, "", "task {} for worker 0"},
      {"no worker, no queue", task_machine(), Worker, none, false, "failed Lambda.TooManyRequestsException", ""},
      {"resource down", task_machine(), Worker, [](Scene& s) { s.performers.workers.resource_down(0, "gone", opening); },
       false, "failed Lambda.ServiceException", ""},
      {"mock answers", mocked(task_machine(), five), Mock, none, true, "answer succeeded 5", ""},
      {"mock of an activity", mocked(task_machine("", activity_arn), five), Mock, none, true,
       "started by bob; answer succeeded 5", ""},
      {"mock hangs", mocked(task_machine(), MockHang{}), Mock, none, true, "", ""},
      {"activity waits", task_machine("", activity_arn), TokenHolder, none, true, "", ""},
      {"activity is polled for", task_machine("", activity_arn), TokenHolder,
       [](Scene& s) { s.performers.token_holders.poll(1, s.poll()); }, true, "started by ann", "task {} for ann"},
      {"callback is held", task_machine(R"("Parameters": {"QueueUrl": "q", "MessageBody": "m"}, )", callback_arn),
       TokenHolder, none, true, "submitted", ""},
      {"nested execution", task_machine(R"("Parameters": {"StateMachineArn": "arn:x"}, )", start_arn), NestedExecution,
       none, true, "start nested", ""},
      {"bound to nothing", task_machine("", unknown_arn), Unbound, none, false, "failed States.Runtime", ""},
      // clang-format on
  }));
  CAPTURE(row.what);
  Scene scene{row.state_machine};
  row.before(scene);
  CHECK(scene.bound() == row.performer);
  CHECK(scene.begin() == row.under_way);
  CHECK(scene.agenda() == row.agenda);
  CHECK(scene.left() == row.left);
}

TEST_CASE("an attempt that is abandoned is kept only while a worker has it", "[orchestration][performers]") {
  struct Row {
    std::string what;
    execution::StateMachinePtr state_machine;
    bool kept;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"at a worker", task_machine(), true},
      {"mock hangs", mocked(task_machine(), MockHang{}), false},
      {"activity waits", task_machine("", activity_arn), false},
      {"nested execution", task_machine(R"("Parameters": {"StateMachineArn": "arn:x"}, )", start_arn), false},
  }));
  CAPTURE(row.what);
  Scene scene{row.state_machine};
  scene.worker_up();
  REQUIRE(scene.begin());
  scene.abandon();
  CHECK((scene.attempts() > 0) == row.kept);
}

TEST_CASE("a nested execution is started or refused in its turn, and answers the task when it ends",
          "[orchestration][performers]") {
  const std::string known = "arn:aws:states:us-east-1:123456789012:stateMachine:Test";
  struct Row {
    std::string suffix;
    std::string arn;
    bool starts;
    bool waits;
    std::string agenda;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {".sync:2", known, true, true, "answer submitted"},
      {".sync", "Test", false, false, "answer failed StepFunctions.InvalidArnException"},
      {"", known + "2", false, false, "answer failed StepFunctions.StateMachineDoesNotExistException"},
  }));
  CAPTURE(row.suffix, row.arn);
  Scene scene{task_machine(R"("Parameters": {"StateMachineArn": "arn:x"}, )", start_arn + row.suffix)};
  REQUIRE(scene.begin(Json{{"StateMachineArn", row.arn}}));
  CHECK(scene.agenda() == "start nested");
  const messages::TaskToken token = scene.attempt().token;
  const auto nested = scene.performers.nested.start(token, 7, opening);
  REQUIRE(nested.has_value() == row.starts);
  CHECK(scene.agenda() == row.agenda);
  if (!nested) return;
  CHECK(nested->waits == row.waits);
  CHECK(nested->request.id == 7);

  execution::Execution child;
  child.state_machine = nested->request.state_machine;
  child.input = nested->request.input;
  child.status = execution::Failed{execution::ErrorOutput{"E", "c"}};
  scene.performers.nested.ended({.attempt = {execution::root_scope, 1}, .token = token}, child);
  CHECK(scene.agenda() == "answer failed States.TaskFailed");
}

TEST_CASE("only what lambda:invoke gives is put into the integration's form", "[orchestration][performers]") {
  const std::string invoke = R"("Parameters": {"FunctionName": "work"}, )";
  struct Row {
    std::string what;
    execution::StateMachinePtr state_machine;
    bool wrapped;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"a direct call", task_machine(), false},
      {"lambda:invoke", task_machine(invoke, "arn:aws:states:::lambda:invoke"), true},
      {"mock of lambda:invoke", mocked(task_machine(invoke, "arn:aws:states:::lambda:invoke"), MockHang{}), false},
  }));
  CAPTURE(row.what);
  Scene scene{row.state_machine};
  scene.worker_up();
  REQUIRE(scene.begin(Json{{"FunctionName", "work"}}));
  const auto end = scene.heard(execution::TaskSucceeded{{execution::root_scope, 1}, Payload{Json(1)}});
  CHECK((*end.output == Json(1)) != row.wrapped);
  if (row.wrapped) CHECK((*end.output)["Payload"] == Json(1));
}

}  // namespace stepstorm::orchestration
