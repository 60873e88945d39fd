// The commands of an execution. Imperative: the caller of `step` carries them out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "asl/machine.hpp"
#include "execution/notice.hpp"
#include "values/payload.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::execution {

struct StateMachine;

/// Do the work of a Task state once. Answered by TaskSucceeded or TaskFailed with the same attempt id, and before that
/// by TaskStarted or TaskSubmitted where the kind of resource has them. The execution sets its own timer and decides
/// itself that no answer before the deadline is States.Timeout.
struct RunTask {
  AttemptId attempt;
  asl::StateIndex state = 0;
  std::uint32_t number = 1;  // attempts count from 1, over all retriers of this visit
  Payload input;             // the effective input: after InputPath and Parameters
};

/// The execution no longer waits for this attempt (its branch was aborted, or it timed out). An answer is dropped.
struct AbandonTask {
  AttemptId attempt;
  bool timed_out = false;  // or its heartbeat was missed
};

/// Send TimerFired{timer} to the execution at `at`. A scope has one timer: a second SetTimer for it replaces the first.
struct SetTimer {
  AttemptId timer;
  TimePoint at;
};
struct CancelTimer {
  ScopeSlot scope = root_scope;
};

/// Let other executions run, then send Resumed: the execution has more work at this instant.
struct Pause {};

// ---- a Distributed Map: objects from a store that stands for S3, and child executions

/// Answered by ObjectRead or StoreFailed.
struct ReadObject {
  AttemptId attempt;
  std::string bucket;
  std::string key;
};

/// Answered by ObjectsListed or StoreFailed.
struct ListObjects {
  AttemptId attempt;
  std::string bucket;
  std::string prefix;
};

/// Answered by ObjectsWritten or StoreFailed.
struct WriteObjects {
  AttemptId attempt;
  std::string bucket;
  std::vector<std::pair<std::string, std::string>> objects;  // key, text
};

/// Start an execution of the item processor. Answered by ChildEnded with the same attempt and index.
struct StartChild {
  AttemptId attempt;
  std::uint32_t index = 0;
  std::shared_ptr<const StateMachine> state_machine;
  Payload input;
  std::shared_ptr<const std::string> map_run;  // ARN
  std::uint32_t items = 1;                     // number of items in the input
};

/// Redrive the child execution with this index, which did not succeed. Answered by ChildEnded like StartChild.
struct RedriveChild {
  AttemptId attempt;
  std::uint32_t index = 0;
  std::shared_ptr<const std::string> map_run;  // its ARN
};

/// Abort the children of this attempt that still run. The execution no longer waits for them.
struct AbandonChildren {
  AttemptId attempt;
};

/// Report the state of a map run: when it starts, when its children are known, when it is updated or redriven. Not
/// answered.
struct ReportMapRun {
  std::shared_ptr<const std::string> arn;
  asl::MachineType children = asl::MachineType::STANDARD;
  std::uint32_t max_concurrency = 0;  // as requested; 0: no limit of its own
  std::int64_t tolerated_count = 0;   // 0: none is given
  double tolerated_percentage = 0;    // 0: none is given
  std::vector<std::uint32_t>
      items;  // number of items of each child, in order; empty: not known yet, or already reported
};

using Command = std::variant<RunTask,
                             AbandonTask,
                             SetTimer,
                             CancelTimer,
                             Pause,
                             ReadObject,
                             ListObjects,
                             WriteObjects,
                             StartChild,
                             AbandonChildren,
                             RedriveChild,
                             ReportMapRun>;

}  // namespace stepstorm::execution
