// What is true of every history, whatever the machine and whatever it was told. Source: semantics.md 8.7.
#pragma once

#include "execution/execution.hpp"

namespace stepstorm::fuzz {

/// Of an execution that has ended. Aborts when a rule is broken.
void demand_history_rules(const execution::History& history, const execution::Execution& execution);

}  // namespace stepstorm::fuzz
