#include "execution/result.hpp"

#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {}  // namespace

ErrorOutput reason_of(const Status& status) {
  return std::visit(Overload{[](const Running&) { return ErrorOutput{}; },
                             [](const Succeeded&) { return ErrorOutput{}; },
                             [](const Failed& failed) { return *failed.reason; },
                             [](const TimedOut&) { return ErrorOutput{}; },
                             [](const Aborted& aborted) { return *aborted.reason; }},
                    status);
}

Json render_result(const Execution& execution, const History& history) {
  const auto* succeeded = std::get_if<Succeeded>(&execution.status);
  const auto [error, cause] = reason_of(execution.status);
  return {{"status", status_name(execution.status)},
          {"output", succeeded ? Json(to_text(*succeeded->output)) : Json(nullptr)},
          {"error", text_or_null(error)},
          {"cause", text_or_null(cause)},
          {"events", render_history(history, *execution.state_machine)}};
}

}  // namespace stepstorm::execution
