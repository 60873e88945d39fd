// Outbox: the output of an orchestrator. Output leaves after the step that caused it, in a fixed order:
//   1. to the observer: the start of the execution, its events, its map runs;
//   2. to callers from outside: tasks of activities;
//   3. to the observer: the end of the execution, if the step was its last.
// Tasks for workers are collected over several steps and leave by flush(), one message for each worker.
// Copies nothing: output is moved, or referred to until leave() returns.
// Object store accesses happen when the agenda reaches them, after the step that asked for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "execution/command.hpp"
#include "messages/messages.hpp"
#include "orchestration/attempt.hpp"
#include "orchestration/observer.hpp"
#include "orchestration/performers/object_store.hpp"

namespace stepstorm::orchestration {

/// Sends tasks to their workers.
class TaskSender {
 public:
  virtual ~TaskSender() = default;
  /// Takes the tasks. The caller reuses the object that it leaves in `tasks` for the next ones.
  virtual void send(WorkerIndex worker, messages::RunTasks& tasks) = 0;
  /// Reports the resource's queue length, in attempts, as soon as it changes. For measurement.
  virtual void queue_changed(ResourceIndex resource, std::uint32_t waiting) {
    static_cast<void>(resource), static_cast<void>(waiting);
  }
};

class Outbox {
 public:
  /// `sender` and `observer` must outlive the outbox. With `objects` null, every access to an object fails.
  Outbox(TaskSender& sender, Observer& observer, std::shared_ptr<ObjectStore> objects)
      : sender_(sender), observer_(observer), objects_(std::move(objects)) {}

  // ---- output of a step
  /// `as` and `of` must live until leave().
  void started(const execution::StartChild* as, const FoundMachine* of) { as_child_ = as, of_machine_ = of; }
  void report(execution::ReportMapRun&& report) { reports_.push_back(std::move(report)); }
  void give(messages::PollActivity&& poll, messages::ActivityTask&& task) {
    polls_.push_back({std::move(poll), std::move(task)});
  }

  // ---- leaving after the step
  void leave(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
    if (events.empty() && !as_child_ && !of_machine_ && reports_.empty() && polls_.empty()) return;
    leave_all(execution, events);
  }
  void leave(EndedExecution&& ended) { observer_.ended(std::move(ended)); }
  /// Sends tasks of activities that no step caused.
  void leave_polls();
  void leave(const messages::SayWithToken& asked, messages::TokenVerdict verdict) { asked.answer(verdict); }
  [[nodiscard]] execution::Notice access(const ObjectAccess& access) { return perform(objects_.get(), access); }

  // ---- news of workers: no step causes it, so it leaves at once
  Observer& news() { return observer_; }
  void queue_changed(ResourceIndex resource, std::uint32_t waiting) { sender_.queue_changed(resource, waiting); }

  // ---- tasks for workers
  void add(WorkerIndex worker, messages::RunTask&& task) {
    if (worker >= outgoing_.size()) outgoing_.resize(worker + 1);
    auto& tasks = outgoing_[worker].tasks;
    if (tasks.empty()) to_flush_.push_back(worker);
    tasks.push_back(std::move(task));
    ++unsent_;
  }
  /// Drops the tasks collected for a worker that has died.
  void drop_tasks(WorkerIndex worker);
  std::size_t unsent() const { return unsent_; }
  void flush();

 private:
  struct PollAnswer {
    messages::PollActivity poll;
    messages::ActivityTask task;
  };

  void leave_all(const execution::Execution& execution, std::span<const execution::HistoryEvent> events);

  TaskSender& sender_;
  Observer& observer_;
  std::shared_ptr<ObjectStore> objects_;
  const execution::StartChild* as_child_ = nullptr;
  const FoundMachine* of_machine_ = nullptr;
  std::vector<execution::ReportMapRun> reports_;
  std::vector<PollAnswer> polls_;
  std::vector<messages::RunTasks> outgoing_;  // by worker
  std::vector<WorkerIndex> to_flush_;
  std::size_t unsent_ = 0;
};

}  // namespace stepstorm::orchestration
