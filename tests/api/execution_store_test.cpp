// What the store keeps, lists and gives back for a redrive: told as the engine tells it, without an engine.
#include "api/execution_store.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "asl/compile.hpp"
#include "execution/frontier.hpp"
#include "execution/step.hpp"

namespace stepstorm {
namespace {

using namespace std::chrono_literals;

const TimePoint opening = std::chrono::sys_days{std::chrono::January / 1 / 2030};

execution::StateMachinePtr machine_of(const std::string& states) {
  auto compiled = asl::compile(R"({"StartAt":"A","States":{)" + states + "}}");
  REQUIRE(compiled.machine);
  return execution::create_state_machine("M", compiled.machine);
}

/// Executions of one machine, which end when they start or hang.
class Shop {
 public:
  explicit Shop(api::ExecutionStore& store) : store_(store) { step_.keep_frontier = true; }

  std::string start(const execution::StateMachinePtr& machine, TimePoint at) {
    execution::Execution execution;
    execution.state_machine = machine;
    execution.id = next_++;
    execution.given_name = std::make_unique<const std::string>("e" + std::to_string(execution.id));
    const std::string arn = execution_arn(execution);
    execution::start(execution, at, step_);
    tell(std::move(execution));
    return arn;
  }

  void redrive(messages::Redrive&& redrive, TimePoint at) {
    execution::step(redrive.execution, execution::RedriveRequested{}, at, step_);
    tell(std::move(redrive.execution));
  }

 private:
  void tell(execution::Execution&& execution) {
    store_.recorded(execution, step_.events);
    step_.clear();
    if (!execution.running()) store_.ended({std::move(execution), {}});
  }

  api::ExecutionStore& store_;
  execution::Step step_;
  std::uint64_t next_ = 1;
};

std::string status_of(const api::ExecutionStore& store, const std::string& arn) {
  std::string status = "not known";
  static_cast<void>(store.read(arn, [&](const api::Record& record) { status = record.status_name(); }));
  return status;
}

std::string names(const api::ExecutionStore& store,
                  const execution::StateMachinePtr& machine,
                  std::string_view status,
                  std::uint64_t before = 0) {
  std::string found;
  store.newest_first(machine->arn, status, before, [&](const api::Record& record) {
    found += std::string(record.name()) + ' ';
    return true;
  });
  return found;
}

const std::string fails = R"("A":{"Type":"Fail","Error":"E"})";
const std::string hangs =
    R"("A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","End":true})";
const std::string passes = R"("A":{"Type":"Pass","End":true})";

}  // namespace

TEST_CASE("executions are listed newest first, all or those of one status", "[api][store]") {
  api::ExecutionStore store{100};
  Shop shop{store};
  const auto machine = machine_of(passes);
  auto failing = std::make_shared<execution::StateMachine>(*machine_of(fails));
  auto hanging = std::make_shared<execution::StateMachine>(*machine_of(hangs));
  for (int i = 0; i < 3; ++i) {
    static_cast<void>(shop.start(machine, opening));
    static_cast<void>(shop.start(failing, opening));
    static_cast<void>(shop.start(hanging, opening));
  }
  CHECK(names(store, machine, "") == "e9 e8 e7 e6 e5 e4 e3 e2 e1 ");
  CHECK(names(store, machine, "FAILED") == "e8 e5 e2 ");
  CHECK(names(store, machine, "RUNNING") == "e9 e6 e3 ");
  CHECK(names(store, machine, "ABORTED") == "");
  CHECK(names(store, machine, "", 4) == "e3 e2 e1 ");
}

TEST_CASE("a redrive gives the execution away and counts it as running until it ends again", "[api][store]") {
  api::ExecutionStore store{100};
  Shop shop{store};
  const auto machine = machine_of(fails);
  const std::string arn = shop.start(machine, opening);
  auto redriven = store.redrive(arn, "token", opening + 1h);
  REQUIRE(redriven);
  CHECK(status_of(store, arn) == "RUNNING");
  CHECK(names(store, machine, "RUNNING") == "e1 ");
  CHECK(store.counts().open == 1);
  CHECK(store.redrive(arn, "other", opening + 1h).error().message == "Execution is RUNNING and cannot be redriven");
  shop.redrive(std::move(*redriven->redrive), opening + 1h);
  CHECK(status_of(store, arn) == "FAILED");
  CHECK(store.counts().open == 0);
  static_cast<void>(store.read(arn, [&](const api::Record& record) {
    CHECK(record.redrives() == 1);
    CHECK(record.history.size() == 6);
  }));
}

TEST_CASE("a client token redrives once, for a quarter of an hour", "[api][store]") {
  api::ExecutionStore store{100};
  Shop shop{store};
  const std::string arn = shop.start(machine_of(fails), opening);
  const auto redrive = [&](const std::string& token, TimePoint at) {
    auto redriven = store.redrive(arn, token, at);
    REQUIRE(redriven);
    const bool began = redriven->redrive.has_value();
    if (began) shop.redrive(std::move(*redriven->redrive), at);
    return began;
  };
  CHECK(redrive("a", opening + 1min));
  CHECK_FALSE(redrive("a", opening + 16min));
  CHECK(redrive("a", opening + 17min));
  for (int i = 0; i < 10; ++i) CHECK(redrive("b" + std::to_string(i), opening + 18min));
  CHECK_FALSE(redrive("b0", opening + 19min));
  CHECK(redrive("a", opening + 19min));  // ten others came after it
}

TEST_CASE("why an execution cannot be redriven is said in the service's words", "[api][store]") {
  api::ExecutionStore store{100};
  Shop shop{store};
  const std::string arn = shop.start(machine_of(fails), opening);
  const auto reason = [&](const std::string& of, TimePoint at) { return store.redrive(of, "", at).error().message; };
  CHECK(reason(arn, opening + std::chrono::days{15}) == "Execution redrivable period exceeded");
  CHECK(reason(arn, opening + std::chrono::days{366}) == "Execution has exceeded the max execution time");
  CHECK(reason(shop.start(machine_of(passes), opening), opening) == "Execution is SUCCEEDED and cannot be redriven");
  CHECK(store.redrive("arn:none", "", opening).error().code == "ExecutionDoesNotExist");
  CHECK(store.redrive(arn, "", opening + std::chrono::days{14}));
}

TEST_CASE("what is kept for a redrive counts in the budget of all stores, until it is redriven", "[api][store]") {
  const auto budget = std::make_shared<api::StoreBudget>();
  api::ExecutionStore store{100, budget};
  Shop shop{store};
  const std::string arn = shop.start(machine_of(fails), opening);
  CHECK(budget->bytes > sizeof(api::Record) + sizeof(execution::Execution));
  CHECK(store.redrive(arn, "", opening));
  CHECK(budget->bytes == 0);
}

TEST_CASE("what is kept for redrives is bounded in bytes: the oldest goes first", "[api][store]") {
  api::ExecutionStore store{100, std::make_shared<api::StoreBudget>(), 3 * sizeof(execution::Execution)};
  Shop shop{store};
  const auto machine = machine_of(fails);
  std::vector<std::string> arns;
  for (int i = 0; i < 5; ++i) arns.push_back(shop.start(machine, opening));
  CHECK(store.redrive(arns[0], "", opening).error().message == "Execution is kept no longer for a redrive");
  CHECK(store.redrive(arns[4], "", opening));
}

TEST_CASE("the oldest of those that have ended are forgotten, one that was redriven when its last end is old",
          "[api][store]") {
  api::ExecutionStore store{2};
  Shop shop{store};
  const auto machine = machine_of(fails);
  const std::string first = shop.start(machine, opening);
  const std::string second = shop.start(machine, opening + 1s);
  auto redriven = store.redrive(first, "", opening + 2s);
  const std::string third = shop.start(machine, opening + 3s);
  CHECK(status_of(store, first) == "RUNNING");
  shop.redrive(std::move(*redriven->redrive), opening + 4s);
  CHECK(status_of(store, first) == "FAILED");
  CHECK(status_of(store, second) == "not known");
  const std::string fourth = shop.start(machine, opening + 5s);
  CHECK(status_of(store, third) == "not known");
  CHECK(names(store, machine, "") == "e4 e1 ");
  static_cast<void>(fourth);
}

TEST_CASE("of map runs of one state, each ends with the event that follows its own", "[api][store]") {
  using execution::EventType;
  api::ExecutionStore store{10};
  execution::Execution owner;
  owner.state_machine = machine_of(R"("A":{"Type":"Succeed"})");
  owner.id = 1;
  const auto first = std::make_shared<const std::string>("first"),
             second = std::make_shared<const std::string>("second");
  const auto event =
      [](std::uint32_t id, std::uint32_t previous, EventType type, execution::EventDetails details = {}) {
        execution::HistoryEvent made;
        made.id = id, made.previous = previous, made.type = type, made.at = opening, made.details = std::move(details);
        return made;
      };
  const auto tell = [&](const execution::HistoryEvent& told) { store.recorded(owner, {&told, 1}); };
  using Status = api::MapRunRecord::Status;

  tell(event(10, 8, EventType::MapRunStarted, execution::MapRunReference{first, 0}));
  tell(event(11, 9, EventType::MapRunStarted, execution::MapRunReference{second, 0}));
  tell(event(12, 10, EventType::MapRunSucceeded));
  CHECK(store.map_run("first")->status == Status::Succeeded);
  CHECK(store.map_run("second")->status == Status::Running);
  tell(event(13, 11, EventType::EvaluationFailed));
  tell(event(14, 13, EventType::MapRunFailed));
  CHECK(store.map_run("second")->status == Status::Failed);
}

}  // namespace stepstorm
