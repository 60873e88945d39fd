// Performer: answers the tasks of one kind of binding. It begins an attempt, is told when the attempt is abandoned, and
// hears how it ended. Its answers and news go on the agenda, since an execution hears nothing in the middle of a step.
// The dispatcher keeps the attempts of all performers, with one kind of token.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "asl/machine.hpp"
#include "execution/notice.hpp"
#include "messages/messages.hpp"
#include "orchestration/agenda.hpp"
#include "orchestration/bound_machines.hpp"
#include "orchestration/dispatcher.hpp"
#include "orchestration/open_execution.hpp"
#include "values/timestamp.hpp"
#include "world/stream.hpp"

namespace stepstorm::orchestration {

/// The parts of an orchestrator that its performers use; the orchestrator outlives them.
struct PerformerContext {
  OpenExecutions& executions;
  Dispatcher& attempts;
  Agenda& agenda;
  messages::Counters& counters;
  world::Stream requests;  // source of request ids

  /// Returns the id that a service would give the attempt's request.
  [[nodiscard]] std::string request_id(const Attempt& attempt) const;
  [[nodiscard]] const asl::TaskState& task_of(const Attempt& attempt) const;
  [[nodiscard]] const asl::Resource& resource_of(const Attempt& attempt) const { return task_of(attempt).resource; }
  /// Keeps an attempt that no worker runs, and its task. Returns its slot.
  [[nodiscard]] std::uint32_t hold(const Attempt& attempt, messages::RunTask&& task) const {
    return attempts.hold(attempt, std::move(task));
  }
  /// Fails an attempt before an answer came, or before it began.
  void fail(const Attempt& attempt, std::string_view error, std::string cause) const;
};

class Performer {
 public:
  virtual ~Performer() = default;

  /// Begins the attempt. Returns its slot, or no_attempt when it failed at once; the failure is on the agenda.
  virtual std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) = 0;
  /// Abandons the attempt at this slot: its execution no longer waits for it and an answer is dropped.
  virtual void abandon(std::uint32_t slot, bool timed_out, TimePoint now) = 0;
  /// Hears how the attempt ended, before its execution does; may change the result into its service's format.
  virtual void hear(const Attempt& attempt, execution::TaskSucceeded& end, TimePoint now) = 0;
  virtual void hear(const Attempt& attempt, execution::TaskFailed& end, TimePoint now) = 0;
};

/// A performer whose attempts are held at the dispatcher until the answer comes from elsewhere.
class HoldingPerformer : public Performer {
 public:
  explicit HoldingPerformer(const PerformerContext& context) : context_(context) {}

  void abandon(std::uint32_t slot, bool, TimePoint) override { context_.attempts.abandon(slot); }
  void hear(const Attempt&, execution::TaskSucceeded&, TimePoint) override {}
  void hear(const Attempt&, execution::TaskFailed&, TimePoint) override {}

 protected:
  const PerformerContext& context_;
};

}  // namespace stepstorm::orchestration
