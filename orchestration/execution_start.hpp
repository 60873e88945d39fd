// StartExecution: the one way in which an execution gets its name, asked for by the program, a task
// (states:startExecution) or a caller of the API. Checks the name, claims it, and says what its ARN will be.
// Source: semantics.md 8.1 (names), 8.3 (the same name twice); recordings.md 7.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "messages/messages.hpp"
#include "orchestration/execution_names.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

/// An error of the service: its name without "Exception", and what it says.
struct StartRefusal {
  std::string error;  // InvalidName, ExecutionAlreadyExists
  std::string message;
};

struct AdmittedExecution {
  messages::StartExecution request;  // with its name; to be given to an orchestrator, unless it runs already
  std::string arn;
  std::uint64_t id = 0;  // of the execution that has the name
  TimePoint started_at;
  bool runs_already = false;  // one of this name and input is under way: nothing new is to be started
};

/// `naming`: a UUID drawn from it is the name of an execution without one of its own, which is always admitted.
[[nodiscard]] tl::expected<AdmittedExecution, StartRefusal> admit(messages::StartExecution request,
                                                                  const world::Stream& naming,
                                                                  ExecutionNames& names,
                                                                  TimePoint now);

}  // namespace stepstorm::orchestration
