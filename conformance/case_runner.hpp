// Runs a recorded case: one execution on a virtual clock of its own. The case's mocks answer each task at the instant
// at which it is asked for.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "conformance/case_file.hpp"
#include "execution/execution.hpp"
#include "execution/history.hpp"
#include "execution/status.hpp"

namespace stepstorm::conformance {

struct Played {
  Json result;  // as execution::render_result; without a status when nothing was run
  std::optional<std::string>
      refusal;  // why nothing was run: what is wrong with the definition, or what does not exist yet

  // the source of the result
  execution::StateMachinePtr state_machine = nullptr;
  execution::Status status = {};
  execution::History history = {};
};

/// Returns the ARNs of the activities that exist: those that were created, and those with mocked answers.
[[nodiscard]] std::set<std::string> activities_of(const Case& recorded, const asl::Machine& machine);

/// Equal cases give equal results. The clock starts at the time of the recording. An execution that would run for
/// nearly a year is left RUNNING.
[[nodiscard]] Played play(const Case& recorded);

}  // namespace stepstorm::conformance
