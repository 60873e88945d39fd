// A performer answers the tasks of one kind of binding: it is asked to begin an attempt, told when the attempt is not
// waited for any more, and hears how it ended. What it has to say goes onto the agenda, as an answer with the attempt's
// token or as news; nothing is told to an execution in the middle of its step.
// Attempts of all performers lie at the dispatcher, under one kind of token.
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

/// What performers share with their orchestrator, which outlives them.
struct PerformerContext {
  OpenExecutions& executions;
  Dispatcher& attempts;
  Agenda& agenda;
  messages::Counters& counters;
  world::Stream requests;  // request ids are drawn from

  /// As a service would name the request that an attempt makes.
  [[nodiscard]] std::string request_id(const Attempt& attempt) const;
  [[nodiscard]] const asl::TaskState& task_of(const Attempt& attempt) const;
  [[nodiscard]] const asl::Resource& resource_of(const Attempt& attempt) const { return task_of(attempt).resource; }
  /// Keeps an attempt that no worker is to have, and its task. Returns its slot.
  [[nodiscard]] std::uint32_t hold(const Attempt& attempt, messages::RunTask&& task) const {
    return attempts.hold(attempt, std::move(task));
  }
  /// The attempt is over before an answer came, or before it began.
  void fail(const Attempt& attempt, std::string_view error, std::string cause) const;
};

class Performer {
 public:
  virtual ~Performer() = default;

  /// Begins the attempt. Returns the slot at which it is kept; no_attempt: it has failed at once, as the agenda says.
  virtual std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) = 0;
  /// The execution does not wait for the attempt at this slot any more; an answer would be dropped.
  virtual void abandon(std::uint32_t slot, bool timed_out, TimePoint now) = 0;
  /// Hears how the attempt ended, before its execution does; may put that into the form of its service.
  virtual void hear(const Attempt& attempt, execution::TaskSucceeded& end, TimePoint now) = 0;
  virtual void hear(const Attempt& attempt, execution::TaskFailed& end, TimePoint now) = 0;
};

/// A performer whose attempts are held by their orchestrator until the answer comes from elsewhere.
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
