// What actors say to each other: plain values, without CAF. Who understands what is on one page in actors.hpp.
// Tasks, answers and heartbeats travel in batches, since a message costs more than what it carries: whatever one
// activation of an actor produces for one receiver leaves as one message.
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

/// Names one attempt: where its orchestrator keeps it, and the how-manyth attempt to lie there it is. Once an attempt
/// is over, its token finds nothing any more; an answer that carries it is dropped and counted.
struct TaskToken {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;
  friend bool operator==(const TaskToken&, const TaskToken&) = default;
};

/// One attempt at what a Task state wants done, as its worker sees it.
struct Task {
  TaskToken token;
  std::uint64_t execution = 0;  // unique in its run
  std::uint32_t visit = 0;      // of the state, unique in its execution: equal for all attempts that Retry makes
  asl::StateIndex state = 0;
  std::uint32_t number = 1;      // attempts count from 1
  std::uint32_t fault_plan = 0;  // that RunTask::faults are of; it takes no room here
  Payload input;
  std::uint64_t order = 0;  // what it is done for: the execution that was started from outside and led to this one
};

/// The same on its way to a worker.
struct RunTask : Task {
  std::uint64_t faults = 0;  // of the run's plan, those that may concern it: a bit for each
  TimePoint asked_at;        // when the execution asked for it: how long it waited for a worker shows from that
};

/// Orchestrator -> worker: do these, at most as many at once as you have capacity. Each is answered once, by a
/// TaskAnswer with its token, unless the worker hangs or dies: deadlines are the execution's affair.
struct RunTasks {
  std::vector<RunTask> tasks;
};

/// It is done, and this came out.
struct Succeeded {
  Payload output;
};
/// It went wrong in a way that the task's author has named.
struct Failed {
  std::optional<std::string> error;
  std::optional<std::string> cause;
  execution::TaskPhase phase = execution::TaskPhase::Run;
  bool by_service = false;  // reported by the service that was called, not by a worker: may be a States.* name
};
/// The service has accepted the call and goes on without the worker; another answer with the same token will follow.
struct Submitted {
  Payload output;
};
/// What a worker wrote that answers in text. Read as JSON by the orchestrator; a failure when it is none.
struct RawOutput {
  std::string text;
};

/// The worker is done with it, but its answer got lost: what came of it is never learnt.
struct Lost {};

struct TaskAnswer {
  TaskToken token;
  std::variant<Succeeded, Boxed<Failed>, Submitted, Boxed<RawOutput>, Lost> result;
};

/// Worker -> orchestrator: what became of tasks, in the order in which they ended. Not answered.
struct TaskAnswers {
  std::vector<TaskAnswer> answers;
};

/// Worker -> orchestrator: these attempts are still being worked on. Not answered.
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
  bool name_claimed = false;  // and is to be released when it ends; see orchestration/execution_start
};

/// Anybody -> orchestrator: run these. Each ends up with the orchestrator's observer.
struct StartExecutions {
  std::vector<StartExecution> executions;
};

/// Anybody -> orchestrator: abort this one, if it is still running.
struct StopExecution {
  std::uint64_t id = 0;
  std::optional<std::string> error;
  std::optional<std::string> cause;
};

/// What RedriveExecution brings back: an execution with its frontier, and the children of its map runs that did not succeed.
struct Redrive {
  struct Child {
    std::string map_run;  // its ARN
    std::uint32_t index = 0;
    execution::Execution execution;
  };
  execution::Execution execution;
  std::vector<Child> children;  // best found when those with the lowest index are the last
};

/// Anybody -> orchestrator that has held the execution before: it is yours again. Its events and its end go to the observer.
struct RedriveExecution {
  std::shared_ptr<Redrive> redrive;  // taken from there
};

/// Anybody -> orchestrator: UpdateMapRun, of this execution.
struct UpdateMapRun {
  std::uint64_t id = 0;
  execution::MapRunUpdated what;
};

// ---- those outside who answer tasks with a task token; semantics.md 6.5

/// What GetActivityTask gives.
struct ActivityTask {
  std::string token;
  Payload input;
};

/// Anybody -> orchestrator: GetActivityTask, for the activity's next task, now or later. Answered once, by a call on the
/// orchestrator's thread, by the first to set `over`: an orchestrator, or the caller that gave up.
struct PollActivity {
  std::string activity;  // its ARN, that of a resource without workers of its own
  std::optional<std::string> worker;
  std::shared_ptr<std::atomic<bool>> over;
  std::function<void(ActivityTask)> give;
};

/// SendTaskHeartbeat.
struct Alive {};

enum class TokenVerdict {
  Accepted,
  InvalidToken,      // names nothing that waits for a token
  TaskDoesNotExist,  // its execution is over
  TaskTimedOut,      // the attempt is over
};

/// Anybody -> orchestrator: SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. Answered by a call, on the
/// orchestrator's thread.
struct SayWithToken {
  execution::ParsedTaskToken token;
  std::variant<Succeeded, Failed, Alive> what;
  std::function<void(TokenVerdict)> answer;
};

// ---- workers and their supervisors

/// Supervisor -> orchestrator: this worker has died. Comes after everything that the worker had sent.
struct WorkerDown {
  std::uint32_t worker = 0;
  std::string reason;
};

/// Supervisor -> orchestrator: has given up restarting this resource's workers. Its tasks fail at once from now on.
struct ResourceDown {
  std::uint32_t resource = 0;
  std::string cause;
};

/// Supervisor -> orchestrator: the resource's workers are being started again.
struct ResourceRestored {
  std::uint32_t resource = 0;
};

/// Anybody -> orchestrator -> supervisor: try again with a resource that is down. Answered by ResourceRestored.
struct RestoreResource {
  std::uint32_t resource = 0;
};

/// Anybody -> orchestrator -> supervisor: end this worker as if it had crashed. For tests, demonstrations and faults.
struct KillWorker {
  std::uint32_t resource = 0;
  std::uint32_t child = 0;  // counted among the workers of this resource and orchestrator
  std::string reason;
};

// ---- everybody

/// An actor -> itself, through CAF's clock: your earliest timer may be due. A stale one does no harm.
struct WakeUp {};

/// An orchestrator -> itself: go on with what was put off so that others have their turn.
struct CatchUp {};

/// What the circuit breaker of one resource has done.
struct CircuitCounts {
  std::uint32_t resource = 0;  // by its place in the binding table
  std::uint64_t openings = 0;
  std::uint64_t refused = 0;              // attempts that it did not let through
  std::chrono::nanoseconds open_time{0};  // how long it let no attempt pass; half open does not count
  friend bool operator==(const CircuitCounts&, const CircuitCounts&) = default;
};

/// What an orchestrator has counted since it began.
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
  std::uint64_t unknown_answers = 0;  // with a token that names nothing: answered before, or rubbish
  std::uint64_t invalid_answers = 0;  // not JSON, or an error name that a worker may not report
  std::uint64_t unknown_heartbeats = 0;
  std::uint64_t lost_answers = 0;
  std::uint64_t retries_refused = 0;   // attempts that a retry budget did not let through
  std::uint64_t circuit_refused = 0;   // attempts that an open circuit did not let through
  std::uint64_t circuit_openings = 0;  // how often a circuit has opened
  std::uint64_t throttled = 0;         // steps that the quota of state transitions has put off: ExecutionThrottled
  std::uint64_t events_open = 0;       // asynchronous invocations that wait or are run now
  std::uint64_t events_given_up = 0;   // that were tried in vain
  std::uint64_t trace = 0;  // a running hash of (time, who, what) over all that has happened; of several, the sum
  std::vector<CircuitCounts> circuits;  // by resource; those that have a circuit breaker
  friend bool operator==(const Counters&, const Counters&) = default;
  Counters& operator+=(const Counters& other);
};

}  // namespace stepstorm::messages
