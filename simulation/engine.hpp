// Engine: the engine in virtual time: one orchestrator with its workers and supervisors, on one thread, without actors.
// Uses the same plain classes as the actors, and the same order: messages of one instant are delivered first in, first
// out; timers of one instant fire in the order in which they were set. Only timers make virtual time pass.
// Equal options and calls give equal histories, to the byte.
// The work of one call is bounded, so that it returns soon; work left at an instant is due at once, in advance_to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "books/ledger.hpp"
#include "orchestration/alarm.hpp"
#include "orchestration/orchestrator.hpp"
#include "orchestration/supervisor.hpp"
#include "orchestration/timer_heap.hpp"
#include "simulation/pool.hpp"
#include "simulation/shell.hpp"
#include "workers/worker_host.hpp"

namespace stepstorm::simulation {

class Engine final : public Shell, private orchestration::TaskSender {
 public:
  /// `observer` must outlive the engine.
  Engine(ShellOptions options, orchestration::Observer& observer);

  // ---- events at the current instant
  void start(messages::StartExecution&& request) override;
  void stop(const messages::StopExecution& request);
  void kill_worker(orchestration::ResourceIndex resource, std::uint32_t worker, std::string reason) override;
  void restore(orchestration::ResourceIndex resource);

  // ---- time
  TimePoint now() const override { return now_; }
  [[nodiscard]] TimePoint next() const override { return is_settled() ? alarms_.next() : now_; }
  void advance_to(TimePoint at) override;
  std::uint64_t work() const override { return work_; }

  void forget_charges() override { ledger_->forget_older(); }

  // ---- reading
  std::size_t open() const override { return orchestrator_.open(); }
  std::uint64_t queued(orchestration::ResourceIndex resource) const override { return orchestrator_.queued(resource); }
  messages::Counters counters() const override { return orchestrator_.counters(); }
  const books::Ledger& ledger() const override { return *ledger_; }
  std::vector<faults::FaultInjector::Count> fault_counts() const override {
    return faults_ ? faults_->counts() : std::vector<faults::FaultInjector::Count>{};
  }
  const ResourceMeter* meter(orchestration::ResourceIndex resource) const override { return &meters_[resource]; }
  void restart_meters(std::uint64_t first_order) override;

 private:
  using Party = std::uint32_t;  // owner of timers: 0 is the orchestrator, then come the supervisors, then the workers

  struct Worker {
    orchestration::ResourceIndex resource = 0;
    orchestration::ChildIndex child = 0;
    std::size_t held = 0;  // attempts sent to it that it has not answered
    std::optional<workers::WorkerHost> host;
  };

  struct WorkerStarted {
    orchestration::WorkerIndex worker;
  };
  struct WorkerEnded {
    orchestration::WorkerIndex worker;
    orchestration::ExitKind kind;
    std::string reason;
  };
  using RareMessage = std::variant<messages::Heartbeats,
                                   WorkerStarted,
                                   WorkerEnded,
                                   messages::WorkerDown,
                                   messages::ResourceDown,
                                   messages::ResourceRestored,
                                   messages::CatchUp>;
  /// A message in flight. Small, since there are two for each task; its content is in the pool of its kind.
  struct Message {
    enum class Kind : std::uint8_t { Tasks, Answers, Rare } kind;
    orchestration::WorkerIndex worker;  // for Tasks: the receiver
    std::uint32_t place;                // in the pool
  };

  void send(orchestration::WorkerIndex worker, messages::RunTasks& tasks) override;
  void queue_changed(orchestration::ResourceIndex resource, std::uint32_t waiting) override;
  void begin_work();
  void settle();
  bool is_settled() const { return delivered_ == messages_.size(); }
  bool may_work() const { return work_ < work_until_; }
  void shuffle(std::size_t first);
  Party receiver(const Message& message) const;
  void post(RareMessage&& message);
  void post_to_orchestrator(RareMessage&& message);
  void deliver(Message message);
  void deliver_tasks(orchestration::WorkerIndex to, messages::RunTasks& tasks);
  void deliver(messages::TaskAnswers& answers);
  void deliver(messages::Heartbeats& message);
  void deliver(const WorkerStarted& message);
  void deliver(const WorkerEnded& message);
  void deliver(const messages::WorkerDown& message);
  void deliver(const messages::ResourceDown& message);
  void deliver(const messages::ResourceRestored& message);
  void deliver(const messages::CatchUp& message);
  void told();

  void take_output(orchestration::WorkerIndex worker);
  void let_go(Worker& worker, std::size_t attempts);
  void end_worker(orchestration::WorkerIndex worker, orchestration::ExitKind kind, std::string reason);
  void obey(orchestration::ResourceIndex resource, const std::vector<orchestration::SupervisorCommand>& commands);
  void obey(orchestration::ResourceIndex resource, const orchestration::StartWorker& command);
  void obey(orchestration::ResourceIndex resource, const orchestration::StopWorker& command);
  void obey(orchestration::ResourceIndex resource, const orchestration::GiveUp& command);
  void obey(orchestration::ResourceIndex resource, const orchestration::Restored& command);
  orchestration::WorkerIndex worker_of(orchestration::ResourceIndex resource, orchestration::ChildIndex child) const;

  void set_alarm(Party party, TimePoint at);
  void wake(Party party);
  Party supervisor_party(orchestration::ResourceIndex resource) const { return 1 + resource; }
  Party worker_party(orchestration::WorkerIndex worker) const {
    return static_cast<Party>(1 + supervisors_.size()) + worker;
  }

  metrics::TimeWeighted::Time elapsed() const { return now_ - epoch_; }

  ShellOptions options_;
  TimePoint epoch_;
  TimePoint now_;
  std::shared_ptr<books::Ledger> ledger_;
  std::shared_ptr<faults::FaultSource> faults_;  // null: no faults
  std::vector<ResourceMeter> meters_;
  std::uint64_t first_order_ = 0;                          // id of the first measured order
  std::vector<orchestration::Supervisor> supervisors_;     // by resource
  std::vector<orchestration::WorkerIndex> first_workers_;  // by resource
  std::vector<Worker> workers_;
  orchestration::Orchestrator orchestrator_;
  std::vector<Message> messages_;     // in sending order, or shuffled up to unshuffled_
  std::size_t delivered_ = 0;         // number of messages_ that are delivered
  std::size_t unshuffled_ = 0;        // from this index on, messages_ are in sending order
  bool catching_up_ = false;          // a CatchUp is in flight
  std::uint64_t work_ = 0;            // done so far: tasks, answers and wake-ups
  std::uint64_t work_until_ = 0;      // value of work_ at which the current call stops
  std::size_t for_orchestrator_ = 0;  // undelivered messages to the orchestrator
  Pool<messages::RunTasks> tasks_;    // contents of messages_, as are answers_ and rare_
  Pool<messages::TaskAnswers> answers_;
  Pool<RareMessage> rare_;
  orchestration::TimerHeap<Party> alarms_;
  std::vector<orchestration::Alarm> alarm_of_;  // by party
  world::Stream order_;                         // draws the order of shuffled messages
};

}  // namespace stepstorm::simulation
