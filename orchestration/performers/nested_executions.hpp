// Performs states:startExecution. Says which execution a task starts, if any, and what the service answers; opening
// executions is their orchestrator's affair, and so is telling when one has ended.
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

/// How deep executions may start executions that start executions.
inline constexpr std::uint32_t nesting_max = 100;

/// The execution that a task starts.
struct NestedStart {
  messages::StartExecution request;
  FoundMachine of;
  bool waits = false;  // the task, for its end
};

class NestedExecutions final : public HoldingPerformer {
 public:
  /// Why no execution of this machine is taken on now.
  using Refusal = std::function<std::optional<std::string>(const execution::StateMachine&)>;

  /// `options` and `context` must outlive it. `naming`: names are drawn from.
  NestedExecutions(const EngineOptions& options,
                   const PerformerContext& context,
                   std::shared_ptr<ExecutionNames> names,
                   const world::Stream& naming,
                   Refusal refusal);

  /// Puts the start onto the agenda: start() is to be asked in its turn.
  std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) override;
  /// Has the executions aborted that the attempt waits for.
  void abandon(std::uint32_t slot, bool timed_out, TimePoint now) override;

  /// Whether these are the parameters of a task that starts a machine that is known here.
  [[nodiscard]] bool knows(const Json& parameters) const;
  /// Answers the call, with an acceptance or a failure. Returns what is to be started under this id; nothing: the call has
  /// failed, its attempt is over, or the execution that it names runs already.
  [[nodiscard]] std::optional<NestedStart> start(messages::TaskToken token, std::uint64_t id, TimePoint now);
  /// An execution that the task waits for has ended: the task is answered.
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
