// StartExecution, for every caller: the program, a task (states:startExecution), the API.
// Checks the execution's name, claims it, and determines the ARN.
// Source: semantics.md 8.1 (names), 8.3 (the same name twice); recordings.md 7.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "messages/messages.hpp"
#include "orchestration/execution_names.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

/// An error of the service: its name without "Exception", and its message.
struct StartRefusal {
  std::string error;  // InvalidName, ExecutionAlreadyExists
  std::string message;
};

struct AdmittedExecution {
  messages::StartExecution request;  // with its name; pass it to an orchestrator, unless runs_already
  std::string arn;
  std::uint64_t id = 0;  // of the execution that has the name
  TimePoint started_at;
  bool runs_already = false;  // an execution with this name and input is running: start nothing
};

/// Admits the execution or returns the service's error. A request without a name gets a UUID drawn from `naming` and is
/// always admitted.
[[nodiscard]] tl::expected<AdmittedExecution, StartRefusal> admit(messages::StartExecution request,
                                                                  const world::Stream& naming,
                                                                  ExecutionNames& names,
                                                                  TimePoint now);

}  // namespace stepstorm::orchestration
