// What leaves an orchestrator, in which order, and when.
#include "orchestration/outbox.hpp"

#include <atomic>
#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "orchestration/orchestrator.hpp"
#include "tests/orchestration/machines.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint opening{1'800'000'000s};

/// Writes down all that leaves, a line each.
class Outside final : public TaskSender, public Observer, public ObjectStore {
 public:
  void send(WorkerIndex worker, messages::RunTasks& batch) override {
    text += "tasks for worker " + std::to_string(worker) + ':';
    for (const messages::RunTask& task : batch.tasks) {
      text += ' ' + std::to_string(task.execution);
      last = task.token;
    }
    text += '\n';
  }
  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override {
    text += "events of " + name(execution) + ": " + std::to_string(events.size()) +
            (execution.running() ? "\n" : ", of its last step\n");
  }
  void child_started(const execution::Execution&, const execution::StartChild& as) override {
    text += "child " + std::to_string(as.index) + " started\n";
  }
  void nested_started(const execution::Execution&, const FoundMachine&) override { text += "nested started\n"; }
  void map_run_reported(const execution::Execution&, execution::ReportMapRun&& report) override {
    text += "map run of " + std::to_string(report.items.size()) + " children reported\n";
  }
  void ended(EndedExecution&& ended) override { text += name(ended.execution) + " ended\n"; }

  tl::expected<std::string, std::string> read(std::string_view, std::string_view key) override {
    text += "object " + std::string{key} + " read\n";
    return "[1, 2]";
  }
  tl::expected<std::vector<execution::ListedObject>, std::string> list(std::string_view, std::string_view) override {
    return std::vector<execution::ListedObject>{};
  }
  tl::expected<void, std::string> write(std::string_view,
                                        const std::vector<std::pair<std::string, std::string>>& objects) override {
    text += std::to_string(objects.size()) + " objects written\n";
    return {};
  }

  messages::PollActivity poll(const std::string& activity) {
    return {activity, "ann", std::make_shared<std::atomic<bool>>(false), [this](messages::ActivityTask task) {
              text += "task given to ann\n";
              token = task.token;
            }};
  }
  std::string take() { return std::exchange(text, {}); }

  std::string text;
  std::string token;
  messages::TaskToken last;

 private:
  static std::string name(const execution::Execution& execution) {
    return execution.id < child_id ? "execution " + std::to_string(execution.id) : "child";
  }
};

OrchestratorPart work_and_pack() {
  ResourceBinding pack{"pack", activity_arn, std::nullopt};
  pack.outside = true;
  return {.resources = {{"work", work_arn, std::nullopt}, pack}};
}

struct Told {
  explicit Told(std::shared_ptr<Outside> told = std::make_shared<Outside>())
      : outside(std::move(told)),
        orchestrator({.live_events = true, .objects = outside}, work_and_pack(), *outside, *outside, opening) {}

  void start(const execution::StateMachinePtr& state_machine) {
    orchestrator.start({next_id++, state_machine, std::nullopt, Payload{Json::object()}}, opening);
  }

  std::shared_ptr<Outside> outside;
  std::uint64_t next_id = 0;
  Orchestrator orchestrator;
};

}  // namespace

TEST_CASE("after a step its events leave, and tasks for workers only when they are asked for",
          "[orchestration][outbox]") {
  Told told;
  told.orchestrator.worker_up(0, 0, 10, "work-0", opening);
  told.start(task_machine());
  told.start(task_machine());
  CHECK(told.outside->take() == "events of execution 0: 4\nevents of execution 1: 4\n");
  CHECK(told.orchestrator.unsent() == 2);
  told.orchestrator.flush();
  CHECK(told.outside->take() == "tasks for worker 0: 0 1\n");
  CHECK(told.orchestrator.unsent() == 0);

  told.orchestrator.answers({{{told.outside->last, messages::Succeeded{Payload{Json(1)}}}}}, opening);
  CHECK(told.outside->take() == "events of execution 1: 3, of its last step\nexecution 1 ended\n");
}

TEST_CASE("the events of a step leave before the task that it has for a poller, which is told of as taken afterwards",
          "[orchestration][outbox]") {
  Told told;
  CHECK(told.orchestrator.poll(told.outside->poll(activity_arn), opening));
  CHECK(told.outside->take().empty());
  told.start(task_machine("", activity_arn));
  CHECK(told.outside->take() ==
        "events of execution 0: 3\n"
        "task given to ann\n"
        "events of execution 0: 1\n");
}

TEST_CASE("a task that waits is given before its start is recorded, and a token's verdict comes last",
          "[orchestration][outbox]") {
  Told told;
  told.start(task_machine("", activity_arn));
  static_cast<void>(told.outside->take());
  CHECK(told.orchestrator.poll(told.outside->poll(activity_arn), opening));
  CHECK(told.outside->take() == "task given to ann\nevents of execution 0: 1\n");

  const auto token = execution::parse_task_token(told.outside->token);
  REQUIRE(token);
  told.orchestrator.say({*token,
                         messages::Succeeded{Payload{Json(1)}},
                         [&](messages::TokenVerdict verdict) {
                           told.outside->text +=
                               verdict == messages::TokenVerdict::Accepted ? "accepted\n" : "refused\n";
                         }},
                        opening);
  CHECK(told.outside->take() == "events of execution 0: 3, of its last step\nexecution 0 ended\naccepted\n");
}

TEST_CASE("objects are read and written between steps, and children leave after what started them",
          "[orchestration][outbox]") {
  Told told;
  told.start(machine(R"json({"StartAt": "All", "States": {"All": {"Type": "Map", "End": true,
    "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"},
                   "Parameters": {"Bucket": "b", "Key": "items.json"}},
    "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                      "StartAt": "Say", "States": {"Say": {"Type": "Pass", "End": true}}},
    "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "p"}}}}})json"));
  CHECK(told.outside->take() ==
        "events of execution 0: 4\n"
        "object items.json read\n"
        "child 0 started\n"
        "events of child: 4, of its last step\n"
        "child ended\n"
        "child 1 started\n"
        "events of child: 4, of its last step\n"
        "child ended\n"
        "2 objects written\n"
        "events of execution 0: 4, of its last step\n"
        "execution 0 ended\n");
}

}  // namespace stepstorm::orchestration
