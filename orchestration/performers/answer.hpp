// Translates a worker's answer into the notice for its execution. Every answer yields one notice that can be recorded:
// an invalid answer becomes a failure whose cause says what was wrong.
// Source: semantics.md 5.1 (reserved names), 6.4 (error names), 6.5 (limits of SendTaskFailure).
#pragma once

#include <string>
#include <string_view>

#include "asl/machine.hpp"
#include "execution/notice.hpp"
#include "messages/messages.hpp"

namespace stepstorm::orchestration {

/// The error names for failures of the machinery behind a resource.
/// Lambda has one name for each kind. Other services use prefixes of their own, and an activity's dead worker goes
/// unnoticed by the service: both get States.TaskFailed, which retriers and catchers for States.TaskFailed and
/// States.ALL match.
struct FailureNames {
  std::string_view unhandled;    // the worker died or gave an invalid answer
  std::string_view unavailable;  // no worker is up
  std::string_view throttled;    // the queue is full
};
[[nodiscard]] const FailureNames& failure_names(const asl::Resource& resource);

struct ReadAnswer {
  execution::Notice notice;
  bool valid = true;  // false: the answer was invalid, and the notice is the resulting failure
};
[[nodiscard]] ReadAnswer read_answer(messages::TaskAnswer&& answer,
                                     execution::AttemptId attempt,
                                     const asl::Resource& resource,
                                     std::string_view worker);

}  // namespace stepstorm::orchestration
