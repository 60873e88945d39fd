#include "execution/grammar/history_grammar.hpp"

#include "execution/grammar/history_reader.hpp"

namespace stepstorm::execution {

std::optional<GrammarViolation> find_violation(const History& history,
                                               const StateMachine& state_machine,
                                               const Status& status,
                                               std::chrono::nanoseconds lateness) {
  return HistoryReader{history, state_machine, status, lateness}.read();
}

}  // namespace stepstorm::execution
