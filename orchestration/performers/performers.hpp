// All performers of one orchestrator, by kind.
#pragma once

#include <utility>

#include "orchestration/performers/mocked_tasks.hpp"
#include "orchestration/performers/nested_executions.hpp"
#include "orchestration/performers/token_holders.hpp"
#include "orchestration/performers/unbound.hpp"
#include "orchestration/performers/workers.hpp"

namespace stepstorm::orchestration {

struct Performers {
  /// All that is given by reference must outlive it. `naming`, `refusal`: of NestedExecutions.
  Performers(const OrchestratorOptions& options,
             const PerformerContext& context,
             Outbox& outbox,
             const world::Stream& naming,
             NestedExecutions::Refusal refusal,
             TimePoint now)
      : unbound(context, options.declares_functions),
        workers(options, context, now),
        mocked(context),
        nested(options, context, naming, std::move(refusal)),
        token_holders(context, workers, outbox) {}
  Performers(const Performers&) = delete;
  Performers& operator=(const Performers&) = delete;

  /// Asks the performer of this kind, by its own type: no call is virtual.
  template <class Ask>
  auto with(PerformerKind kind, const Ask& ask) {
    switch (kind) {
      case PerformerKind::Worker: return ask(workers);
      case PerformerKind::Mock: return ask(mocked);
      case PerformerKind::NestedExecution: return ask(nested);
      case PerformerKind::TokenHolder: return ask(token_holders);
      case PerformerKind::Unbound: break;
    }
    return ask(unbound);
  }

  Unbound unbound;
  Workers workers;
  MockedTasks mocked;
  NestedExecutions nested;
  TokenHolders token_holders;
};

}  // namespace stepstorm::orchestration
