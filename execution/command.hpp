// What an execution asks for. Imperative: the caller of `step` carries it out.
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

/// Do the work of a Task state once. Answered by TaskSucceeded or TaskFailed with the same attempt id
/// (before that, where the resource calls for it, TaskStarted or TaskSubmitted). No answer before the deadline is
/// States.Timeout, which the execution decides: it has set its own timer.
struct RunTask {
  AttemptId attempt;
  asl::StateIndex state = 0;
  std::uint32_t number = 1;  // attempts count from 1, over all retriers of this visit
  Payload input;             // the effective input: after InputPath and Parameters
};

/// This attempt is not waited for any more (its branch was aborted, it timed out). An answer would be dropped.
struct AbandonTask {
  AttemptId attempt;
  bool timed_out = false;  // or its heartbeat was missed
};

/// Tell the execution TimerFired{timer} at `at`. A scope has one timer: a second SetTimer for it replaces the first.
struct SetTimer {
  AttemptId timer;
  TimePoint at;
};
struct CancelTimer {
  std::uint32_t scope = 0;
};

/// Let others have their turn, then tell the execution Resumed: it has more to do at once.
struct Pause {};

// ---- a Distributed Map: objects from a store that stands for S3, and executions of its own

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
  std::shared_ptr<const std::string> map_run;  // its ARN
  std::uint32_t items = 1;                     // in the input
};

/// Redrive the execution that was this child and did not succeed. Answered by ChildEnded like StartChild.
struct RedriveChild {
  AttemptId attempt;
  std::uint32_t index = 0;
  std::shared_ptr<const std::string> map_run;  // its ARN
};

/// Abort the children of this attempt that still run; they are not waited for any more.
struct AbandonChildren {
  AttemptId attempt;
};

/// How a map run stands: when it starts, when its children are known, when it is updated or redriven. Not answered.
struct ReportMapRun {
  std::shared_ptr<const std::string> arn;
  asl::MachineType children = asl::MachineType::STANDARD;
  std::uint32_t max_concurrency = 0;  // as asked for; 0: no limit of its own
  std::int64_t tolerated_count = 0;   // 0: none is stated
  double tolerated_percentage = 0;    // likewise
  std::vector<std::uint32_t> items;   // of each child in order; empty: not known yet, or told already
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
