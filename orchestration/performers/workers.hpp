// Workers: performs tasks on workers. The dispatcher chooses the worker; the policies decide whether an attempt may be
// made at all. Functions are workers too: this class converts lambda:invoke's parameters and results, accepts
// asynchronous invocations at once and runs them separately.
// When a worker or a resource goes down, its attempts fail.
// Source: semantics.md 5.1 and 6.4 (error names), 6.3 (lambda:invoke).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "messages/messages.hpp"
#include "orchestration/engine_options.hpp"
#include "orchestration/performers/event_invocations.hpp"
#include "orchestration/performers/function_invocation.hpp"
#include "orchestration/performers/performer.hpp"
#include "orchestration/policies/attempt_guard.hpp"

namespace stepstorm::orchestration {

class Workers final : public Performer {
 public:
  /// `context` must outlive this object.
  Workers(const EngineOptions& options,
          const std::vector<ResourceBinding>& resources,
          const PerformerContext& context,
          TimePoint now);

  std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) override;
  void abandon(std::uint32_t slot, bool timed_out, TimePoint now) override;
  void hear(const Attempt& attempt, execution::TaskSucceeded& end, TimePoint now) override {
    if (attempt.invoked) end.output = form_of_integration(attempt, end.output, now);
    tell_guard(attempt, policies::CallEnd::Succeeded, now);
  }
  void hear(const Attempt& attempt, execution::TaskFailed& end, TimePoint now) override;

  /// Puts the announcements of taken attempts on the agenda, for executions that are to be told.
  void announce_taken(TimePoint now);

  // ---- workers and resources
  /// Fails every attempt that the worker had.
  void worker_down(WorkerIndex worker, const std::string& reason, TimePoint now);
  /// Fails attempts that wait for the resource.
  void resource_down(ResourceIndex resource, const std::string& cause, TimePoint now);

  // ---- asynchronous invocations
  void run_events(TimePoint now);
  void end_event(const messages::TaskAnswer& answer, TimePoint now);
  TimePoint next_event() const { return events_.next(); }

  // ---- reading
  void count(messages::Counters& counters, TimePoint now) const;
  std::size_t held_bytes() const { return events_.open() * sizeof(EventInvocations::Event); }

 private:
  std::uint32_t accept(Attempt& attempt, messages::RunTask&& task, InvocationType type, TimePoint now);
  bool admits(Attempt& attempt, std::uint32_t number, TimePoint now);
  Payload form_of_integration(const Attempt& attempt, const Payload& result, TimePoint now) const;
  void announce_submission(Attempt& attempt, TimePoint now);
  void tell_guard(const Attempt& attempt, policies::CallEnd end, TimePoint now) {
    if (guard_) guard_->ended(attempt.resource, attempt.circuit_round, end, now);
  }
  void fail(const Attempt& attempt, std::string_view error, std::string cause, TimePoint now);
  void fail_refused(const Attempt& attempt, Admission admission, TimePoint now);

  const PerformerContext& context_;
  std::optional<policies::AttemptGuard> guard_;
  EventInvocations events_;
};

}  // namespace stepstorm::orchestration
