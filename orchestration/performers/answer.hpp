// What an execution is told about an answer that a worker gave, or could not give. Whatever a worker may send, the
// execution gets one notice that it can record: rubbish becomes a failure that says what was wrong.
// Source: semantics.md 5.1 (reserved names), 6.4 (error names), 6.5 (limits of SendTaskFailure).
#pragma once

#include <string>
#include <string_view>

#include "asl/machine.hpp"
#include "execution/notice.hpp"
#include "messages/messages.hpp"

namespace stepstorm::orchestration {

/// The error names under which the failures of the machinery behind a resource are reported.
/// Lambda has a name for each. Other services' names carry the service's own prefix and differ from one to the next, and
/// an activity's worker that dies is not noticed by the service at all: both get the general States.TaskFailed, which
/// retriers and catchers for States.TaskFailed and States.ALL see.
struct FailureNames {
  std::string_view unhandled;    // the worker died, or what it said makes no sense
  std::string_view unavailable;  // no worker is up
  std::string_view throttled;    // too many are waiting already
};
[[nodiscard]] const FailureNames& failure_names(const asl::Resource& resource);

struct ReadAnswer {
  execution::Notice notice;
  bool valid = true;  // false: the notice is a failure that the worker did not mean
};
[[nodiscard]] ReadAnswer read_answer(messages::TaskAnswer&& answer,
                                     execution::AttemptId attempt,
                                     const asl::Resource& resource,
                                     std::string_view worker);

}  // namespace stepstorm::orchestration
