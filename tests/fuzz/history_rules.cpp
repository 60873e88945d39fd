#include "tests/fuzz/history_rules.hpp"

#include <cstdio>

#include "execution/grammar/history_grammar.hpp"
#include "tests/fuzz/demand.hpp"

namespace stepstorm::fuzz {
namespace {

void demand_end(const execution::History& history, const execution::Execution& execution) {
  demand(!execution.running(), "the execution has ended");
  demand(history.size() == execution.events, "every event is counted");
  demand(execution.scopes.size() <= 1, "nothing goes on after the end");
  demand(execution.ended_at >= execution.started_at, "an execution ends after it has started");
}

void demand_grammar(const execution::History& history, const execution::Execution& execution) {
  const auto violation = execution::find_violation(history, *execution.state_machine, execution.status);
  if (!violation) return;
  std::fprintf(stderr,
               "%s\n%sat event %u: %s\n",
               execution.machine().definition.c_str(),
               execution::render_text(history, *execution.state_machine).c_str(),
               violation->event,
               violation->expected.c_str());
  demand(false, "a history follows the grammar of histories");
}

}  // namespace

void demand_history_rules(const execution::History& history, const execution::Execution& execution) {
  demand_end(history, execution);
  demand_grammar(history, execution);
}

}  // namespace stepstorm::fuzz
