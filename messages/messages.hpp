// The messages between actors: plain values, without CAF. actors.hpp lists the messages that each actor accepts.
// Tasks, answers and heartbeats are sent in batches, since a message costs more than its content: one activation of an
// actor sends at most one batch of a kind to each receiver.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "asl/machine.hpp"
#include "execution/execution.hpp"
#include "execution/references.hpp"
#include "messages/boxed.hpp"
#include "values/payload.hpp"

namespace stepstorm::messages {

// ---- tasks

/// Identifies an attempt by slot and generation. After the attempt is over its token finds nothing; a late answer with
/// it is dropped and counted.
struct TaskToken {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;
  friend bool operator==(const TaskToken&, const TaskToken&) = default;
};

/// One attempt at the work of a Task state, as its worker sees it.
struct Task {
  TaskToken token;
  std::uint64_t execution = 0;  // unique in its run
  std::uint32_t visit = 0;      // of the state, unique in its execution; equal for all attempts of one visit
  asl::StateIndex state = 0;
  std::uint32_t number = 1;      // attempts count from 1
  std::uint32_t fault_plan = 0;  // the plan of RunTask::faults; here because it fills padding
  Payload input;
  std::uint64_t order = 0;  // the execution, started from outside, for which the task is done
};

/// A task on its way to a worker.
struct RunTask : Task {
  std::uint64_t faults = 0;  // the faults of the plan that may hit it: a bit for each
  TimePoint asked_at;        // when the execution asked for it: the waiting time counts from here
};

/// Orchestrator -> worker: run these tasks; never more at once than the worker's capacity. Each is answered once, by a
/// TaskAnswer with its token, unless the worker hangs or dies. The execution, not the worker, decides deadlines.
struct RunTasks {
  std::vector<RunTask> tasks;
};

/// The attempt succeeded with this output.
struct Succeeded {
  Payload output;
};
/// The attempt failed with a named error.
struct Failed {
  std::optional<std::string> error;
  std::optional<std::string> cause;
  execution::TaskPhase phase = execution::TaskPhase::Run;
  bool by_service = false;  // reported by the service that was called, not by a worker: may be a States.* name
};
/// The service has accepted the call and continues without the worker; another answer with the same token follows.
struct Submitted {
  Payload output;
};
/// The text of a worker that answers in text. The orchestrator parses it as JSON; other text is a failure.
struct RawOutput {
  std::string text;
};

/// The worker is free, but its answer got lost: the execution never learns the result.
struct Lost {};

struct TaskAnswer {
  TaskToken token;
  std::variant<Succeeded, Boxed<Failed>, Submitted, Boxed<RawOutput>, Lost> result;
};

/// Worker -> orchestrator: the results of tasks, in the order in which they ended. Not answered.
struct TaskAnswers {
  std::vector<TaskAnswer> answers;
};

/// Worker -> orchestrator: the worker is still working on these attempts. Not answered.
struct Heartbeats {
  std::vector<TaskToken> tokens;
};

// ---- executions

/// A new execution. The caller numbers them: orchestrator k of n holds the ids k, k+n, k+2n ...
struct StartExecution {
  std::uint64_t id = 0;
  execution::StateMachinePtr state_machine;
  std::optional<std::string> name;  // a UUID drawn from the seed when absent
  Payload input;
  bool name_claimed = false;  // release the name at the end; see orchestration/execution_start
};

/// Any sender -> orchestrator: run these executions. The orchestrator's observer receives the end of each.
struct StartExecutions {
  std::vector<StartExecution> executions;
};

/// Any sender -> orchestrator: abort this execution, if it is still running.
struct StopExecution {
  std::uint64_t id = 0;
  std::optional<std::string> error;
  std::optional<std::string> cause;
};

/// The state that RedriveExecution restores: an execution with its frontier, and the children of its map runs that did
/// not succeed.
struct Redrive {
  struct Child {
    std::string map_run;  // ARN
    std::uint32_t index = 0;
    execution::Execution execution;
  };
  execution::Execution execution;
  std::vector<Child> children;  // found fastest when the lowest indexes are last
};

/// Any sender -> the orchestrator that held the execution before: continue it. Its events and its end go to the
/// observer.
struct RedriveExecution {
  std::shared_ptr<Redrive> redrive;  // the receiver moves from it
};

/// Any sender -> orchestrator: UpdateMapRun for a map run of this execution.
struct UpdateMapRun {
  std::uint64_t id = 0;
  execution::MapRunUpdated what;
};

// ---- activity workers and holders of task tokens, outside; semantics.md 6.5

/// The answer to GetActivityTask.
struct ActivityTask {
  std::string token;
  Payload input;
};

/// Any sender -> orchestrator: GetActivityTask, for the activity's next task, now or later. Answered at most once, by a
/// call of `give` on the orchestrator's thread: the orchestrator that sets `over` first answers; a caller that gives up
/// sets it.
struct PollActivity {
  std::string activity;  // ARN of a resource without workers of its own
  std::optional<std::string> worker;
  std::shared_ptr<std::atomic<bool>> over;
  std::function<void(ActivityTask)> give;
};

/// SendTaskHeartbeat.
struct Alive {};

enum class TokenVerdict {
  Accepted,
  InvalidToken,      // identifies no task that waits for a token
  TaskDoesNotExist,  // its execution is over
  TaskTimedOut,      // the attempt is over
};

/// Any sender -> orchestrator: SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. Answered by a call of `answer` on
/// the orchestrator's thread.
struct SayWithToken {
  execution::ParsedTaskToken token;
  std::variant<Succeeded, Failed, Alive> what;
  std::function<void(TokenVerdict)> answer;
};

// ---- workers and their supervisors

/// Supervisor -> orchestrator: this worker has died. Arrives after all messages of the worker.
struct WorkerDown {
  std::uint32_t worker = 0;
  std::string reason;
};

/// Supervisor -> orchestrator: it has given up restarting this resource's workers. The resource's tasks fail at once
/// from now on.
struct ResourceDown {
  std::uint32_t resource = 0;
  std::string cause;
};

/// Supervisor -> orchestrator: the resource's workers are being started again.
struct ResourceRestored {
  std::uint32_t resource = 0;
};

/// Any sender -> orchestrator -> supervisor: start the workers of a resource that is down again. Answered by
/// ResourceRestored.
struct RestoreResource {
  std::uint32_t resource = 0;
};

/// Any sender -> orchestrator -> supervisor: end this worker as if it had crashed. For tests, demonstrations and
/// faults.
struct KillWorker {
  std::uint32_t resource = 0;
  std::uint32_t child = 0;  // number of the worker within its resource and orchestrator
  std::string reason;
};

// ---- all actors

/// An actor -> itself, through CAF's clock: the earliest timer may be due. A stale message is harmless.
struct WakeUp {};

/// An orchestrator -> itself: continue work that was put off to let other messages in.
struct CatchUp {};

/// Counters of the circuit breaker of one resource.
struct CircuitCounts {
  std::uint32_t resource = 0;  // index into the binding table
  std::uint64_t openings = 0;
  std::uint64_t refused = 0;              // attempts that it refused
  std::chrono::nanoseconds open_time{0};  // time during which it refused all attempts; half open does not count
  friend bool operator==(const CircuitCounts&, const CircuitCounts&) = default;
};

/// The counters of an orchestrator since its start.
struct Counters {
  std::uint64_t executions_started = 0;
  std::uint64_t executions_succeeded = 0;
  std::uint64_t executions_failed = 0;
  std::uint64_t executions_timed_out = 0;
  std::uint64_t executions_aborted = 0;
  std::uint64_t transitions = 0;      // states entered by ended executions, retries included
  std::uint64_t attempts = 0;         // tasks asked for
  std::uint64_t retries = 0;          // attempts of number 2 and above
  std::uint64_t refused = 0;          // attempts that a full queue turned away
  std::uint64_t unavailable = 0;      // attempts that failed at once because their resource was down or unbound
  std::uint64_t lost = 0;             // attempts that failed because their worker died
  std::uint64_t late_answers = 0;     // to attempts that are over
  std::uint64_t unknown_answers = 0;  // with a token that finds nothing: already answered, or invalid
  std::uint64_t invalid_answers = 0;  // not JSON, or an error name that a worker may not report
  std::uint64_t unknown_heartbeats = 0;
  std::uint64_t lost_answers = 0;
  std::uint64_t retries_refused = 0;    // attempts that a retry budget refused
  std::uint64_t circuit_refused = 0;    // attempts that an open circuit refused
  std::uint64_t circuit_openings = 0;   // times that a circuit has opened
  std::uint64_t throttled = 0;          // steps that the quota of state transitions has put off: ExecutionThrottled
  std::uint64_t events_open = 0;        // asynchronous invocations that wait or run now
  std::uint64_t events_given_up = 0;    // asynchronous invocations that failed for the last time
  std::uint64_t trace = 0;              // a running hash of (time, subject, event); the sum for several orchestrators
  std::vector<CircuitCounts> circuits;  // resources with a circuit breaker, by resource
  friend bool operator==(const Counters&, const Counters&) = default;
  Counters& operator+=(const Counters& other);
};

}  // namespace stepstorm::messages
