#include "terminal/outcome.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "execution/history.hpp"
#include "execution/result.hpp"
#include "terminal/exit_code.hpp"
#include "values/json_lines.hpp"
#include "values/overload.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::terminal {
namespace {

using execution::ErrorOutput;
using execution::Execution;
using execution::HistoryEvent;

bool has_succeeded(const Execution& execution) {
  return std::holds_alternative<execution::Succeeded>(execution.status);
}

std::string pretty(const Json& value) { return to_lines(value, 2); }

// ---- the table

using Row = std::array<std::string, 6>;

std::string seconds_between(TimePoint from, TimePoint to) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", std::chrono::duration<double>(to - from).count());
  return text;
}

/// Returns an event's details besides its state: an output, an input, an error.
std::string details_of(const Json& event) {
  for (const auto& [key, details] : event.items()) {
    if (!details.is_object()) continue;
    for (const char* shown : {"error", "output", "input", "parameters", "length", "index", "workerName"})
      if (const auto found = details.find(shown); found != details.end())
        return found->is_string() ? found->get<std::string>() : to_text(*found);
  }
  return {};
}

Row row_of(const HistoryEvent& event, const Execution& execution) {
  const execution::StateMachine& owner = *execution.state_machine;
  const bool of_execution = execution::belongs_to_execution(event.type);
  return {std::to_string(event.id),
          std::to_string(event.previous),
          seconds_between(execution.started_at, event.at),
          type_name(event, owner),
          of_execution ? std::string{} : owner.machine->states[event.state].name,
          details_of(render_event(event, owner))};
}

std::string aligned(const Row& row, const std::array<std::size_t, 5>& widths, std::size_t columns) {
  const auto right = [](const std::string& text, std::size_t width) {
    return std::string(width - std::min(width, columns_of(text)), ' ') + text;
  };
  std::string line = right(row[0], widths[0]) + "  " + right(row[1], widths[1]) + "  " + right(row[2], widths[2]) +
                     "  " + padded(row[3], widths[3]) + "  " + padded(row[4], widths[4]) + "  ";
  line += shortened(row[5], columns - std::min(columns, columns_of(line)));
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::string totals(const launch::Ending& ending) {
  const Execution& execution = ending.ended.execution;
  return counted(ending.counters.transitions, "transition") + ", " + counted(ending.counters.attempts, "attempt") +
         ", " + counted(ending.counters.retries, "retry") + ", " + in_words(execution.ended_at - execution.started_at);
}

void print_outcome(const launch::Ending& ending, const Terminal& terminal, std::ostream& out) {
  const Execution& execution = ending.ended.execution;
  const bool good = has_succeeded(execution);
  out << paint(terminal, good ? Ink::Good : Ink::Bad, status_name(execution.status)) << '\n';
  if (const auto* succeeded = std::get_if<execution::Succeeded>(&execution.status))
    out << pretty(*succeeded->output) << '\n';
  const auto [error, cause] = reason_of(execution.status);
  if (error) out << "error  " << on_one_line(*error) << '\n';
  if (cause) out << "cause  " << on_one_line(*cause) << '\n';
  for (const auto& [state, resource] : ending.unbound)
    out << "unbound  " << on_one_line(state) << ": " << on_one_line(resource) << '\n';
  out << paint(terminal, Ink::Dim, totals(ending)) << std::endl;
}

void print_table(const launch::Ending& ending, const Terminal& terminal, std::ostream& out) {
  std::vector<Row> rows{{"id", "prev", "seconds", "type", "state", "details"}};
  for (const HistoryEvent& event : ending.ended.history) rows.push_back(row_of(event, ending.ended.execution));
  std::array<std::size_t, 5> widths{};
  for (const Row& row : rows)
    for (std::size_t column = 0; column < widths.size(); ++column)
      widths[column] = std::max(widths[column], columns_of(row[column]));
  out << paint(terminal, Ink::Bold, aligned(rows.front(), widths, terminal.columns)) << '\n';
  for (std::size_t row = 1; row < rows.size(); ++row) out << aligned(rows[row], widths, terminal.columns) << '\n';
}

void print_json(const launch::Ending& ending, std::ostream& out) {
  out << pretty(render_result(ending.ended.execution, ending.ended.history)) << std::endl;
}

int exit_code_of(const launch::Ending& ending) {
  return has_succeeded(ending.ended.execution) ? exit_succeeded : exit_failed;
}

}  // namespace stepstorm::terminal
