#include "conformance/case_runner.hpp"

#include <chrono>
#include <set>
#include <utility>

#include "asl/compile.hpp"
#include "conformance/fixture_store.hpp"
#include "execution/result.hpp"
#include "orchestration/orchestrator.hpp"

namespace stepstorm::conformance {
namespace {

using execution::StateMachine;
using execution::StateMachinePtr;

/// When a run of a case that was not recorded starts.
constexpr TimePoint default_opening = std::chrono::sys_days{std::chrono::January / 1 / 2026};
// Shorter than a standard execution may last: what goes on for longer was recorded while it ran.
constexpr auto watched_at_most = std::chrono::days{364};
constexpr std::uint64_t root_id = 1;

// ---- refusals

Played refused(const std::string& error, const std::string& cause) {
  return {.result =
              {{"status", nullptr}, {"output", nullptr}, {"error", error}, {"cause", cause}, {"events", Json::array()}},
          .refusal = cause};
}

/// As CreateStateMachine says it. Source: semantics.md 1.4.
Played refused_definition(const std::vector<asl::Finding>& findings) {
  std::string list;
  for (const asl::Finding& finding : findings) {
    if (finding.severity != asl::Severity::ERROR) continue;
    list +=
        (list.empty() ? "" : ", ") + finding.code + ": " + finding.message + " at " + finding.location.value_or("null");
  }
  return refused("InvalidDefinition", "Invalid State Machine Definition: '" + list + '\'');
}

/// Calls that a run has to make; of others, the mocks are the answer.
bool is_known(const std::string& operation) {
  static const std::set<std::string> known{
      "StopExecution", "CreateActivity", "GetActivityTask", "SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"};
  return known.contains(operation);
}

// ---- what is run

StateMachinePtr state_machine_of(const Case& recorded, asl::MachinePtr machine) {
  auto created = std::make_shared<StateMachine>();
  created->name = "conformance";
  created->account = recorded.account;
  created->region = recorded.region;
  created->arn = "arn:aws:states:" + created->region + ':' + created->account + ":stateMachine:" + created->name;
  created->role_arn = "arn:aws:iam::" + created->account + ":role/conformance";
  created->type = machine->type;
  created->activities = std::make_shared<const std::set<std::string>>(activities_of(recorded, *machine));
  created->machine = std::move(machine);
  created->test_case =
      std::make_shared<const execution::TestCase>(execution::TestCase{recorded.mocks, recorded.activity_worker});
  return created;
}

messages::StopExecution stop_request(const Json& params) {
  const auto text = [&](const char* name) -> std::optional<std::string> {
    return params.contains(name) && params[name].is_string() ? std::optional{params[name].get<std::string>()}
                                                             : std::nullopt;
  };
  return {.id = root_id, .error = text("error"), .cause = text("cause")};
}

// ---- running

class Stage : orchestration::TaskSender, orchestration::Observer {
 public:
  Stage(const Case& recorded, StateMachinePtr state_machine)
      : recorded_(recorded),
        now_(recorded.recorded_at.value_or(default_opening)),
        orchestrator_(options(recorded, now_), {}, *this, *this, now_) {
    execution_.state_machine = std::move(state_machine);
  }

  Played play() {
    const TimePoint watched_until = now_ + watched_at_most;
    open();
    for (TimePoint next = orchestrator_.next_timer(); next <= watched_until && !ended_;
         next = orchestrator_.next_timer()) {
      now_ = next;
      orchestrator_.timers_due(now_);
      settle();
    }
    Json result = execution::render_result(execution_, history_);
    return {.result = std::move(result),
            .refusal = {},
            .state_machine = execution_.state_machine,
            .status = execution_.status,
            .history = std::move(history_)};
  }

 private:
  static orchestration::EngineOptions options(const Case& recorded, TimePoint now) {
    return {.history = orchestration::HistoryPolicy::None,
            .live_events = true,
            .objects = std::make_shared<FixtureStore>(recorded.buckets, now)};
  }

  void open() {
    orchestrator_.start({root_id, execution_.state_machine, std::nullopt, Payload{input_at(recorded_, now_)}}, now_);
    for (const Call& call : recorded_.during)
      if (call.operation == "StopExecution") orchestrator_.stop(stop_request(call.params), now_);
    settle();
  }

  /// Nothing else waits for the orchestrator: it does at once what it has put off.
  void settle() {
    while (orchestrator_.is_behind()) orchestrator_.catch_up(now_);
  }

  void send(orchestration::WorkerIndex, messages::RunTasks&) override {}  // no worker is there: mocks answer

  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override {
    if (execution.id == root_id) history_.insert(history_.end(), events.begin(), events.end());
  }

  void ended(orchestration::EndedExecution&& ended) override {
    if (ended.execution.id != root_id) return;
    execution_ = std::move(ended.execution);
    ended_ = true;
  }

  const Case& recorded_;
  TimePoint now_;
  orchestration::Orchestrator orchestrator_;
  execution::Execution execution_;  // what is known of it: its status, once it has ended
  execution::History history_;
  bool ended_ = false;
};

}  // namespace

std::set<std::string> activities_of(const Case& recorded, const asl::Machine& machine) {
  std::set<std::string> activities;
  for (const Call& call : recorded.during)
    if (call.operation == "CreateActivity" && call.params.contains("name") && call.params["name"].is_string())
      activities.insert("arn:aws:states:" + recorded.region + ':' + recorded.account +
                        ":activity:" + call.params["name"].get<std::string>());
  for (const asl::State& state : machine.states)
    if (const auto* task = std::get_if<asl::TaskState>(&state.detail);
        task && orchestration::is_mocked(recorded.mocks, state.name))
      activities.insert(task->resource.arn);
  return activities;
}

Played play(const Case& recorded) {
  for (const Call& call : recorded.during)
    if (!is_known(call.operation)) return refused("Unsupported", "the case calls " + call.operation);
  const auto compiled = asl::compile(recorded.definition, recorded.type);
  if (!compiled.machine) return refused_definition(compiled.findings);
  return Stage{recorded, state_machine_of(recorded, compiled.machine)}.play();
}

}  // namespace stepstorm::conformance
