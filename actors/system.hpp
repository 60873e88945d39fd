// System: the engine on CAF actors as one object: orchestrators with their workers and supervisors, on threads or on a
// virtual clock. Configured by option structs, reports to an observer, and hides CAF.
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
  bool pinned = false;      // pin each thread to one processor
  std::chrono::nanoseconds timer_slack =
      std::chrono::milliseconds{1};  // timers this close to each other share a wake-up
};
/// Virtual time, starting at `epoch`: jumps to the next due event, on the thread that calls `wait`. Equal options and
/// calls give equal histories.
struct VirtualClock {
  TimePoint epoch = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
};

struct SystemOptions : orchestration::EngineOptions {
  std::variant<WallClock, VirtualClock> clock;
  std::uint32_t orchestrators = 1;  // each with its own workers, and on its own thread if there are enough
  std::vector<workers::ResourceOptions> resources;
  workers::ResourceGauges gauges;  // measure each resource; empty: no measuring
};

/// The service's error for a failed call. Source: semantics.md 6.5, 8.3.
struct ApiError {
  // InvalidToken, InvalidOutput, TaskDoesNotExist, TaskTimedOut, ActivityDoesNotExist; InvalidName,
  // ExecutionAlreadyExists
  std::string code;
  std::string message;
};
using ApiResult = tl::expected<void, ApiError>;

/// StartExecution's response, and the execution's id in this program.
struct StartedExecution {
  std::uint64_t id = 0;
  std::string arn;
  TimePoint started_at;
};

/// On the wall clock, all functions except `wait` and `shut_down` may be called from any thread. On a virtual clock,
/// all functions must be called from the one thread that waits.
class System {
 public:
  /// Starts the system; returns when all actors exist. `observer` must outlive it.
  System(SystemOptions options, orchestration::Observer& observer);
  /// Calls shut_down().
  ~System();
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  /// StartExecution; returns at once. Errors: InvalidName, ExecutionAlreadyExists. If an execution of this name is
  /// running with the same input, returns that execution.
  tl::expected<StartedExecution, ApiError> start_execution(execution::StateMachinePtr state_machine,
                                                           Payload input,
                                                           std::optional<std::string> name = {});
  /// The same, but the start reaches the engine with the next send_starts(), which sends several starts in one message.
  tl::expected<StartedExecution, ApiError> start_execution_later(execution::StateMachinePtr state_machine,
                                                                 Payload input,
                                                                 std::optional<std::string> name = {});
  void send_starts();
  /// Starts an execution named by a UUID; never refused. Ids are 0, 1, 2 ... in the order of all calls that start.
  std::uint64_t start(execution::StateMachinePtr state_machine, Payload input);

  /// Starts several executions on one orchestrator with one message. Assigns that orchestrator's next ids: k, k+n, k+2n
  /// ... with n orchestrators. For load that keeps every orchestrator busy by itself; mixed with the other `start`, ids
  /// are unique but no longer in the order of the calls.
  void start(std::uint32_t orchestrator, std::vector<messages::StartExecution>&& executions);

  /// Aborts an execution if it is still running; the observer is told of its end as usual.
  void stop(std::uint64_t execution, std::optional<std::string> error = {}, std::optional<std::string> cause = {});

  /// RedriveExecution, from what the observer was given when the execution ended. It continues, and ends once more.
  void redrive(messages::Redrive&& redrive);
  /// UpdateMapRun, for a map run of this execution, if both still run.
  void update_map_run(std::uint64_t execution, execution::MapRunUpdated what);

  /// Waits until every execution started so far has ended and the observer has been told. On a virtual clock this makes
  /// time pass. Returns false when `at_most` passed first or, on a virtual clock, when no event is left or actors have
  /// taken `turns_max` turns (then call it again).
  bool wait(std::optional<std::chrono::nanoseconds> at_most = {}, std::uint64_t turns_max = orchestration::unlimited);

  /// Returns the clock's time.
  TimePoint now() const;

  // ---- on a virtual clock only
  /// Lets `time` pass, whether or not executions are open. Returns false when actors took `turns_max` turns first; work
  /// is then left.
  bool pass(std::chrono::nanoseconds time, std::uint64_t turns_max = orchestration::unlimited);
  /// Returns the number of turns that actors have taken.
  std::uint64_t turns() const;
  /// Returns when the next event is due, or an earlier time; `never` when no further event will happen by itself.
  TimePoint next() const;

  // ---- AWS's API for activity workers and callers with a task token

  /// GetActivityTask: waits for the next task of an activity (a resource with `actors` 0), up to `at_most`; on a
  /// virtual clock this makes time pass. Errors: ActivityDoesNotExist, at once; NoTask (our own code), when no task
  /// came in time.
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

  // The same calls without waiting. The answer is a callback, on another thread, or on a virtual clock as time passes.

  /// GetActivityTask. The request is over when `over` is set, either by the giver of the task or by a caller that gives
  /// up.
  void ask_activity_task(std::string activity,
                         std::optional<std::string> worker,
                         std::shared_ptr<std::atomic<bool>> over,
                         std::function<void(messages::ActivityTask)> give);
  /// SendTaskSuccess, SendTaskFailure or SendTaskHeartbeat.
  void say(std::string_view token,
           std::variant<messages::Succeeded, messages::Failed, messages::Alive> what,
           std::function<void(ApiResult)> answer);

  /// Returns the number of executions that have not ended.
  std::uint64_t open() const;

  /// Makes a worker crash. `worker` is its index among the resource's workers in that orchestrator.
  void kill_worker(std::string_view resource, std::uint32_t worker, std::string reason, std::uint32_t orchestrator = 0);

  /// Restores a resource that its supervisors gave up, in all orchestrators.
  void restore(std::string_view resource);

  /// Returns the counters, summed over the orchestrators.
  messages::Counters counters();
  /// Asks one orchestrator for its counters without waiting. It calls `answer` later, on its own thread.
  void ask_counters(std::uint32_t orchestrator, std::function<void(const messages::Counters&)> answer);

  /// Lets the payment provider's books drop the charges made before the previous call.
  void forget_charges();

  /// Replaces the fault plan; its times count from now. Attempts asked for before meet no fault.
  void plan_faults(faults::FaultPlan plan);
  /// Returns the counts of each fault, in the order of the plan.
  std::vector<faults::FaultInjector::Count> fault_counts() const;

  /// The payment provider's books.
  const books::Ledger& ledger() const;

  /// Ends all actors; open executions are dropped, not aborted. Afterwards only this function may be called.
  void shut_down();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepstorm::actors
