// The engine as one object: orchestrators with their own workers and supervisors, on threads or on a virtual clock.
// Built from option structs; what happens inside is told to an observer. CAF stays behind this header.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "books/ledger.hpp"
#include "execution/execution.hpp"
#include "messages/messages.hpp"
#include "orchestration/engine_options.hpp"
#include "orchestration/observer.hpp"
#include "values/payload.hpp"
#include "workers/resource.hpp"
#include "workers/resource_gauge.hpp"

namespace stepstorm::actors {

/// Real time on several threads.
struct WallClock {
  std::size_t threads = 0;  // 0: one per core
  bool pinned = false;      // whether each keeps to one processor
  std::chrono::nanoseconds timer_slack =
      std::chrono::milliseconds{1};  // timers this close to each other share a wake-up
};
/// Time that jumps to whatever is due next, on the thread that calls `wait`: equal options and calls, equal histories.
/// Starts at `epoch`.
struct VirtualClock {
  TimePoint epoch = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
};

struct SystemOptions : orchestration::EngineOptions {
  std::variant<WallClock, VirtualClock> clock;
  std::uint32_t orchestrators = 1;  // each with its own workers, on a thread of its own where there are enough
  std::vector<workers::ResourceOptions> resources;
  workers::ResourceGauges gauges;  // told what goes on at each resource; none: no measuring
};

/// What the service answers when a call is in vain. Source: semantics.md 6.5, 8.3.
struct ApiError {
  // InvalidToken, InvalidOutput, TaskDoesNotExist, TaskTimedOut, ActivityDoesNotExist; InvalidName, ExecutionAlreadyExists
  std::string code;
  std::string message;
};
using ApiResult = tl::expected<void, ApiError>;

/// What StartExecution answers, and the number by which this program knows the execution.
struct StartedExecution {
  std::uint64_t id = 0;
  std::string arn;
  TimePoint started_at;
};

/// On the wall clock, everything but `wait` and `shut_down` may be called from any thread; on a virtual clock, all of it
/// from the one thread that waits.
class System {
 public:
  /// Starts everything; returns when all actors exist. The observer must outlive the system.
  System(SystemOptions options, orchestration::Observer& observer);
  /// As shut_down.
  ~System();
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  /// StartExecution: returns at once. A name that is not valid or is taken is refused (InvalidName,
  /// ExecutionAlreadyExists); with the same input as the one that has it and still runs, it is that one that is returned.
  tl::expected<StartedExecution, ApiError> start_execution(execution::StateMachinePtr state_machine,
                                                           Payload input,
                                                           std::optional<std::string> name = {});
  /// The same, but the engine hears of it by the next `send_starts`: those that come meanwhile share a message.
  tl::expected<StartedExecution, ApiError> start_execution_later(execution::StateMachinePtr state_machine,
                                                                 Payload input,
                                                                 std::optional<std::string> name = {});
  void send_starts();
  /// Called by a UUID: nothing is refused. Ids are 0, 1, 2 ... in the order of the calls of both.
  std::uint64_t start(execution::StateMachinePtr state_machine, Payload input);

  /// Starts several on one orchestrator, by one message, and numbers them as that orchestrator's next ones: k, k+n, k+2n ...
  /// of n orchestrators. For load that keeps every orchestrator busy by itself; mixed with the other `start`, ids are
  /// unique but no longer in the order of the calls.
  void start(std::uint32_t orchestrator, std::vector<messages::StartExecution>&& executions);

  /// Aborts an execution, if it is still running; the observer learns of its end as of any other.
  void stop(std::uint64_t execution, std::optional<std::string> error = {}, std::optional<std::string> cause = {});

  /// RedriveExecution of what the observer was given at an end: it goes on, and ends once more.
  void redrive(messages::Redrive&& redrive);
  /// UpdateMapRun of a map run of this execution, if both still run.
  void update_map_run(std::uint64_t execution, execution::MapRunUpdated what);

  /// Until every execution started so far has ended and its observer has been told. On a virtual clock this is what
  /// makes time pass. false: `at_most` passed first, or, on a virtual clock, nothing is left that could happen, or actors
  /// have taken `turns_max` turns: then wait again.
  bool wait(std::optional<std::chrono::nanoseconds> at_most = {}, std::uint64_t turns_max = orchestration::unlimited);

  /// What date the clock shows.
  TimePoint now() const;

  // ---- on a virtual clock only
  /// Lets that much time pass, with executions open or not. false: actors took `turns_max` turns first, and it goes on.
  bool pass(std::chrono::nanoseconds time, std::uint64_t turns_max = orchestration::unlimited);
  /// Turns that actors have taken.
  std::uint64_t turns() const;
  /// When something is due, or less; never: nothing will happen by itself any more.
  TimePoint next() const;

  // ---- the part of AWS's API that activity workers and holders of task tokens use

  /// GetActivityTask: the next task of an activity, a resource with `actors` 0. On a virtual clock that much time passes,
  /// or less. Errors: ActivityDoesNotExist, at once; NoTask, a code of ours: none came in time.
  tl::expected<messages::ActivityTask, ApiError> get_activity_task(
      std::string_view activity,
      std::optional<std::string> worker = {},
      std::chrono::nanoseconds at_most = std::chrono::seconds{60});
  /// `output` is JSON text.
  ApiResult send_task_success(std::string_view token, std::string_view output);
  ApiResult send_task_failure(std::string_view token,
                              std::optional<std::string> error = {},
                              std::optional<std::string> cause = {});
  ApiResult send_task_heartbeat(std::string_view token);

  // The same without waiting: they are answered by a call, on another thread, or on a virtual clock as it goes on.

  /// Until `over` is set, by the one who gives the task or by the one who has asked and gives up.
  void ask_activity_task(std::string activity,
                         std::optional<std::string> worker,
                         std::shared_ptr<std::atomic<bool>> over,
                         std::function<void(messages::ActivityTask)> give);
  /// SendTaskSuccess, SendTaskFailure or SendTaskHeartbeat.
  void say(std::string_view token,
           std::variant<messages::Succeeded, messages::Failed, messages::Alive> what,
           std::function<void(ApiResult)> answer);

  /// Executions that have not ended.
  std::uint64_t open() const;

  /// Lets a worker die, as a crash would. `worker` counts the resource's workers within that orchestrator.
  void kill_worker(std::string_view resource, std::uint32_t worker, std::string reason, std::uint32_t orchestrator = 0);

  /// Brings a resource back that its supervisors gave up, in all orchestrators.
  void restore(std::string_view resource);

  /// Summed over the orchestrators.
  messages::Counters counters();
  /// Of one orchestrator, without waiting for it: it answers when it comes to the question, on a thread of its own.
  void ask_counters(std::uint32_t orchestrator, std::function<void(const messages::Counters&)> answer);

  /// The payment provider's books need no longer hold what was charged before the last time.
  void forget_charges();

  /// From now on this is what goes wrong; its times count from now. What has been asked for before meets no fault.
  void plan_faults(faults::FaultPlan plan);
  /// Of each fault of the plan, by its place.
  std::vector<faults::FaultInjector::Count> fault_counts() const;

  /// The payment provider's books.
  const books::Ledger& ledger() const;

  /// Ends all actors; executions still open are forgotten, not aborted. Nothing may be called afterwards but this.
  void shut_down();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepstorm::actors
