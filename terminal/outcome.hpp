// Prints the end of an execution as text or JSON.
#pragma once

#include <ostream>
#include <string>

#include "execution/status.hpp"
#include "launch/play.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::terminal {

/// Returns `3 transitions, 3 attempts, 0 retries, 0.21 s`.
[[nodiscard]] std::string totals(const launch::Ending& ending);

/// Prints status, output or error and cause, a line for each unbound task, and a line of totals.
void print_outcome(const launch::Ending& ending, const Terminal& terminal, std::ostream& out);

/// Prints the events as a table: id, predecessor, seconds since the start, type, state, details.
void print_table(const launch::Ending& ending, const Terminal& terminal, std::ostream& out);

/// Prints {"status", "output", "error", "cause", "events"} as DescribeExecution and GetExecutionHistory return them;
/// members that they would omit are null.
void print_json(const launch::Ending& ending, std::ostream& out);

/// Returns the program's exit code for this end.
[[nodiscard]] int exit_code_of(const launch::Ending& ending);

}  // namespace stepstorm::terminal
