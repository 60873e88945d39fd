// How an execution ended, for people and for programs.
#pragma once

#include <ostream>
#include <string>

#include "execution/status.hpp"
#include "launch/play.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

/// `3 transitions, 3 attempts, 0 retries, 0.21 s`
[[nodiscard]] std::string totals(const Ending& ending);

/// Status, output or error and cause, a line for each task that nothing answers, and a line of totals.
void print_outcome(const Ending& ending, const Terminal& terminal, std::ostream& out);

/// The events as a table: id, predecessor, seconds since the start, type, state, details.
void print_table(const Ending& ending, const Terminal& terminal, std::ostream& out);

/// {"status", "output", "error", "cause", "events"}: what DescribeExecution and GetExecutionHistory return; what they
/// would leave out is null.
void print_json(const Ending& ending, std::ostream& out);

/// What the program's exit code says of it.
[[nodiscard]] int exit_code_of(const Ending& ending);

}  // namespace stepstorm::app
