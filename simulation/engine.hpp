// The engine in virtual time: one orchestrator with its workers and supervisors, on one thread, without actors. The
// same plain classes as behind the actors, and the same order: messages of one instant are delivered first come, first
// served; timers of one instant go off in the order in which they were set. Nothing takes time but what is due later.
// Equal options and calls give equal histories, to the byte.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "metrics/histogram.hpp"
#include "metrics/time_weighted.hpp"
#include "orchestration/ledger.hpp"
#include "orchestration/observer.hpp"
#include "orchestration/orchestrator.hpp"
#include "orchestration/resource.hpp"
#include "orchestration/supervisor.hpp"
#include "orchestration/worker_host.hpp"

namespace stepstorm::simulation {

struct EngineOptions {
  TimePoint epoch = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};  // when virtual time begins
  std::uint64_t seed = 0;
  std::vector<orchestration::ResourceOptions> resources;
  orchestration::HistoryPolicy history = orchestration::HistoryPolicy::All;
  bool live_events = false;
  std::size_t remembered_charges = std::numeric_limits<std::size_t>::max();  // see Ledger
  std::shared_ptr<orchestration::ObjectStore> objects;
  std::optional<orchestration::MockedMachine> mocked;
  std::vector<execution::StateMachinePtr> state_machines;
};

/// What is measured of one resource, from the beginning or since `restart_meters`. Time counts from the epoch.
struct ResourceMeter {
  metrics::TimeWeighted queued;  // attempts that wait for a worker
  metrics::TimeWeighted busy;    // attempts that a worker has
  metrics::Histogram waiting;    // from being asked for to being taken
  std::uint64_t taken = 0;
};

class Engine final : private orchestration::TaskSender {
 public:
  /// The observer must outlive the engine.
  Engine(EngineOptions options, orchestration::Observer& observer);

  // ---- what happens now
  void start(messages::StartExecution&& request);
  void stop(const messages::StopExecution& request);
  /// Lets a worker die, as a crash would.
  void kill_worker(orchestration::ResourceIndex resource, std::uint32_t worker, std::string reason);
  void restore(orchestration::ResourceIndex resource);

  // ---- time
  TimePoint now() const { return now_; }
  /// When something is due; nullopt: nothing will happen by itself any more.
  [[nodiscard]] std::optional<TimePoint> next() const;
  /// To an instant at which nothing is due before it; what is due then happens.
  void advance_to(TimePoint at);

  // ---- reading
  std::size_t open() const { return orchestrator_.open(); }
  const messages::Counters& counters() const { return orchestrator_.counters(); }
  const orchestration::Ledger& ledger() const { return *ledger_; }
  const std::vector<orchestration::ResourceOptions>& resources() const { return options_.resources; }
  const ResourceMeter& meter(orchestration::ResourceIndex resource) const { return meters_[resource]; }
  /// The end of a warm-up.
  void restart_meters();

 private:
  using Party = std::uint32_t;  // who has timers: 0 the orchestrator, then the supervisors, then the workers

  struct Worker {
    orchestration::ResourceIndex resource = 0;
    orchestration::ChildIndex child = 0;
    std::size_t held = 0;  // attempts sent to it and not answered
    std::optional<orchestration::WorkerHost> host;
  };

  struct TasksFor {
    orchestration::WorkerIndex worker;
    messages::RunTasks tasks;
  };
  struct WorkerStarted {
    orchestration::WorkerIndex worker;
  };
  struct WorkerEnded {
    orchestration::WorkerIndex worker;
    orchestration::ExitKind kind;
    std::string reason;
  };
  using Message = std::variant<TasksFor,
                               messages::TaskAnswers,
                               messages::Heartbeats,
                               WorkerStarted,
                               WorkerEnded,
                               messages::WorkerDown,
                               messages::ResourceDown,
                               messages::ResourceRestored>;

  struct Alarm {
    TimePoint at;
    std::uint64_t number;
    Party party;
    friend bool operator>(const Alarm& a, const Alarm& b) { return a.at != b.at ? a.at > b.at : a.number > b.number; }
  };

  void send(orchestration::WorkerIndex worker, messages::RunTasks tasks) override;
  void settle();
  void deliver(TasksFor& message);
  void deliver(messages::TaskAnswers& message);
  void deliver(messages::Heartbeats& message);
  void deliver(const WorkerStarted& message);
  void deliver(const WorkerEnded& message);
  void deliver(const messages::WorkerDown& message);
  void deliver(const messages::ResourceDown& message);
  void deliver(const messages::ResourceRestored& message);
  void told();

  void take_output(orchestration::WorkerIndex worker);
  void let_go(Worker& worker, std::size_t attempts);
  void end_worker(orchestration::WorkerIndex worker, orchestration::ExitKind kind, std::string reason);
  void obey(orchestration::ResourceIndex resource, const std::vector<orchestration::SupervisorCommand>& commands);
  void obey(orchestration::ResourceIndex resource, const orchestration::StartChild& command);
  void obey(orchestration::ResourceIndex resource, const orchestration::StopChild& command);
  void obey(orchestration::ResourceIndex resource, const orchestration::GiveUp& command);
  void obey(orchestration::ResourceIndex resource, const orchestration::Restored& command);
  orchestration::WorkerIndex worker_of(orchestration::ResourceIndex resource, orchestration::ChildIndex child) const;

  void set_alarm(Party party, std::optional<TimePoint> at);
  void wake(Party party);
  Party supervisor_party(orchestration::ResourceIndex resource) const { return 1 + resource; }
  Party worker_party(orchestration::WorkerIndex worker) const {
    return static_cast<Party>(1 + supervisors_.size()) + worker;
  }

  metrics::TimeWeighted::Time elapsed() const { return now_ - options_.epoch; }

  EngineOptions options_;
  TimePoint now_;
  std::shared_ptr<orchestration::Ledger> ledger_;
  std::vector<ResourceMeter> meters_;
  std::vector<orchestration::Supervisor> supervisors_;     // by resource
  std::vector<orchestration::WorkerIndex> first_workers_;  // by resource
  std::vector<Worker> workers_;
  orchestration::Orchestrator orchestrator_;
  std::deque<Message> messages_;
  std::size_t for_orchestrator_ = 0;  // of them
  std::priority_queue<Alarm, std::vector<Alarm>, std::greater<>> alarms_;
  std::vector<std::optional<TimePoint>> alarm_of_;  // by party
  std::uint64_t alarms_set_ = 0;
};

}  // namespace stepstorm::simulation
