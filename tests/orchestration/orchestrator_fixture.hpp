// An orchestrator whose tasks go to the test, and whose executions end there.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "orchestration/orchestrator.hpp"
#include "tests/orchestration/machines.hpp"

namespace stepstorm::orchestration {

inline constexpr TimePoint epoch{std::chrono::seconds{1'800'000'000}};

class Fixture final : public TaskSender, public Observer {
 public:
  explicit Fixture(EngineOptions options = {}, OrchestratorPart part = {})
      : orchestrator(std::move(options), with_resources(std::move(part)), *this, *this, epoch) {
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
  void map_run_reported(const execution::Execution&, execution::ReportMapRun&& report) override {
    map_run = *report.arn;
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
  std::string map_run;  // its ARN, of the one that was told of last
  TimePoint now = epoch;
  std::uint64_t next_id = 0;
  Orchestrator orchestrator;

 private:
  static OrchestratorPart with_resources(OrchestratorPart part) {
    if (part.resources.empty())
      part.resources = {{"work", work_arn, std::nullopt}, {"pack", activity_arn, std::nullopt}};
    return part;
  }
};

}  // namespace stepstorm::orchestration
