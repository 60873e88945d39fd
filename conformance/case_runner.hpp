// Runs a recorded case as fast as it goes: one execution on a clock of its own, its tasks answered by the case's mocks at
// the instant at which they are asked for.
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

  // what the result was rendered from
  execution::StateMachinePtr state_machine = nullptr;
  execution::Status status = {};
  execution::History history = {};
};

/// ARNs of the activities that exist: those that were created, and those whose answers are given.
[[nodiscard]] std::set<std::string> activities_of(const Case& recorded, const asl::Machine& machine);

/// Equal cases give equal results. The clock starts when the case was recorded. An execution that would go on for nearly a year is left RUNNING.
[[nodiscard]] Played play(const Case& recorded);

}  // namespace stepstorm::conformance
