// Performers: all performers of one orchestrator, by kind.
#pragma once

#include <algorithm>
#include <utility>

#include "orchestration/performers/mocked_tasks.hpp"
#include "orchestration/performers/nested_executions.hpp"
#include "orchestration/performers/token_holders.hpp"
#include "orchestration/performers/unbound.hpp"
#include "orchestration/performers/workers.hpp"

namespace stepstorm::orchestration {

struct Performers {
  /// `options`, `context` and `outbox` must outlive this object; `part.names` must not be null. `naming` and `refusal`
  /// are for NestedExecutions.
  Performers(const EngineOptions& options,
             const OrchestratorPart& part,
             const PerformerContext& context,
             Outbox& outbox,
             const world::Stream& naming,
             NestedExecutions::Refusal refusal,
             TimePoint now)
      : unbound(context, declares_functions(options, part)),
        workers(options, part.resources, context, now),
        mocked(context),
        nested(options, context, part.names, naming, std::move(refusal)),
        token_holders(context, workers, outbox) {}
  Performers(const Performers&) = delete;
  Performers& operator=(const Performers&) = delete;

  /// Calls `ask` with the performer of this kind, as its concrete type: no virtual call.
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

  static bool declares_functions(const EngineOptions& options, const OrchestratorPart& part) {
    return options.declares_functions ||
           std::any_of(part.resources.begin(), part.resources.end(), [](const auto& each) { return each.is_function; });
  }

  Unbound unbound;
  Workers workers;
  MockedTasks mocked;
  NestedExecutions nested;
  TokenHolders token_holders;
};

}  // namespace stepstorm::orchestration
