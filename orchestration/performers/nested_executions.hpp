// NestedExecutions: performs states:startExecution. Determines which execution a task starts, if any, and the service's
// answer. The orchestrator opens the execution and reports its end.
// Source: semantics.md 6.3, 7.5, 8.1 and 8.3 (names).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "orchestration/engine_options.hpp"
#include "orchestration/execution_names.hpp"
#include "orchestration/machine_directory.hpp"
#include "orchestration/performers/performer.hpp"

namespace stepstorm::orchestration {

/// Maximum depth of executions that start executions.
inline constexpr std::uint32_t nesting_max = 100;

/// The execution that a task starts.
struct NestedStart {
  messages::StartExecution request;
  FoundMachine of;
  bool waits = false;  // the task waits for the execution's end
};

class NestedExecutions final : public HoldingPerformer {
 public:
  /// Returns why no execution of this machine can start now, or nullopt.
  using Refusal = std::function<std::optional<std::string>(const execution::StateMachine&)>;

  /// `options` and `context` must outlive this object. Names are drawn from the stream `naming`.
  NestedExecutions(const EngineOptions& options,
                   const PerformerContext& context,
                   std::shared_ptr<ExecutionNames> names,
                   const world::Stream& naming,
                   Refusal refusal);

  /// Puts the start on the agenda; the orchestrator calls start() when its turn comes.
  std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) override;
  /// Aborts the executions that the attempt waits for.
  void abandon(std::uint32_t slot, bool timed_out, TimePoint now) override;

  /// Returns whether the task's parameters name a state machine that is known here.
  [[nodiscard]] bool knows(const Json& parameters) const;
  /// Answers the call, with an acceptance or a failure. Returns the execution to start under this id, or nullopt when
  /// the call has failed, its attempt is over, or an execution of this name already runs.
  [[nodiscard]] std::optional<NestedStart> start(messages::TaskToken token, std::uint64_t id, TimePoint now);
  /// Answers the task whose execution has ended.
  void ended(const Parent& parent, const execution::Execution& ended);

 private:
  [[nodiscard]] tl::expected<std::optional<NestedStart>, messages::Failed> try_to_start(const Attempt& attempt,
                                                                                        std::uint64_t id,
                                                                                        TimePoint now);
  void accept(const Attempt& attempt, Payload response);
  std::optional<FoundMachine> find(std::string_view arn) const;
  execution::StateMachinePtr machine_of_settings(std::string_view arn) const;

  const EngineOptions& options_;
  std::shared_ptr<ExecutionNames> names_;
  world::Stream naming_;
  Refusal refusal_;
};

}  // namespace stepstorm::orchestration
