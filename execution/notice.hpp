// The notices to an execution. Past tense: something has happened, and the execution decides what follows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "execution/scope_slot.hpp"
#include "execution/status.hpp"
#include "values/payload.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::execution {

/// Identifies one attempt, back-off or wait within its execution. A notice with an old epoch changes nothing.
struct AttemptId {
  ScopeSlot scope = root_scope;
  std::uint32_t epoch = 0;
  friend bool operator==(const AttemptId&, const AttemptId&) = default;
};

/// The timer of the execution's own deadline belongs to no scope.
inline constexpr ScopeSlot execution_timer = no_scope;

/// An activity worker has taken the task (GetActivityTask).
struct TaskStarted {
  AttemptId attempt;
  std::optional<std::string> worker_name;
};

/// `.sync` and `.waitForTaskToken`: the service has accepted the call; the task is still running.
struct TaskSubmitted {
  AttemptId attempt;
  Payload output;
};

struct TaskSucceeded {
  AttemptId attempt;
  Payload output;
};

/// The phase in which an attempt failed: selects TaskFailed, TaskStartFailed, LambdaFunctionScheduleFailed,
/// TaskTimedOut ...
enum class TaskPhase { Schedule, Start, Submit, Run, TimeOut };

struct TaskFailed {
  AttemptId attempt;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  TaskPhase phase = TaskPhase::Run;
};

/// SendTaskHeartbeat: restarts HeartbeatSeconds, not TimeoutSeconds, and leaves no event.
struct TaskHeartbeat {
  AttemptId attempt;
};

/// The timer that the SetTimer command with this id has set is due.
struct TimerFired {
  AttemptId timer;
};

/// StopExecution.
struct StopRequested {
  std::optional<std::string> error;
  std::optional<std::string> cause;
};

/// Other executions have run since the command Pause.
struct Resumed {};

/// The execution has reached a limit of this engine: it fails with this reason, in any state.
struct LimitReached {
  ErrorOutput reason;
};

/// RedriveExecution, for an execution with a frontier (frontier.hpp), from which it goes on.
struct RedriveRequested {};

// ---- a Distributed Map

/// UpdateMapRun: absent members keep their values.
struct MapRunUpdated {
  std::string arn;                               // of the map run
  std::optional<std::uint32_t> max_concurrency;  // 0: no limit of its own
  std::optional<std::int64_t> tolerated_count;   // 0: none is given
  std::optional<double> tolerated_percentage;    // 0: none is given
};

struct ObjectRead {
  AttemptId attempt;
  std::shared_ptr<const std::string> text;
};

struct ListedObject {
  std::string key;
  std::string etag;
  std::int64_t last_modified = 0;  // epoch seconds
  std::uint64_t size = 0;
};
struct ObjectsListed {
  AttemptId attempt;
  std::vector<ListedObject> objects;
};

struct ObjectsWritten {
  AttemptId attempt;
};

/// The bucket or object does not exist, or it could not be written.
struct StoreFailed {
  AttemptId attempt;
  std::string cause;
};

/// A child execution of a Distributed Map has ended.
struct ChildEnded {
  AttemptId attempt;
  std::uint32_t index = 0;
  Status status;
  std::string execution_arn;
  TimePoint started_at;
  TimePoint ended_at;
};

using Notice = std::variant<TaskStarted,
                            TaskSubmitted,
                            TaskSucceeded,
                            TaskFailed,
                            TaskHeartbeat,
                            TimerFired,
                            StopRequested,
                            Resumed,
                            LimitReached,
                            RedriveRequested,
                            MapRunUpdated,
                            ObjectRead,
                            ObjectsListed,
                            ObjectsWritten,
                            StoreFailed,
                            ChildEnded>;

}  // namespace stepstorm::execution
