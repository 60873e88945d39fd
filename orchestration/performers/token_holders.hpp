// TokenHolders: performs tasks that are answered from outside, by activity workers that poll and by callers with a task
// token. An activity's task waits in its queue until a worker polls; a callback task is held until its token is used.
// Source: semantics.md 6.5.
#pragma once

#include <deque>
#include <map>

#include <tl/expected.hpp>

#include "orchestration/outbox.hpp"
#include "orchestration/performers/workers.hpp"

namespace stepstorm::orchestration {

class TokenHolders final : public Performer {
 public:
  /// All arguments must outlive this object. An activity's tasks queue like those of `workers`.
  TokenHolders(const PerformerContext& context, Workers& workers, Outbox& outbox)
      : context_(context), workers_(workers), outbox_(outbox) {}

  std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) override;
  void abandon(std::uint32_t slot, bool timed_out, TimePoint now) override { workers_.abandon(slot, timed_out, now); }
  void hear(const Attempt& attempt, execution::TaskSucceeded& end, TimePoint now) override {
    workers_.hear(attempt, end, now);
  }
  void hear(const Attempt& attempt, execution::TaskFailed& end, TimePoint now) override {
    workers_.hear(attempt, end, now);
  }

  /// GetActivityTask: gives the request the activity's next task, now or later.
  void poll(ResourceIndex activity, messages::PollActivity&& request);
  /// Returns the token of the attempt with this id, if it waits for an answer from outside; otherwise TaskTimedOut (it
  /// is over) or InvalidToken.
  [[nodiscard]] tl::expected<messages::TaskToken, messages::TokenVerdict> attempt_of(OpenExecution& open,
                                                                                     execution::AttemptId id) const;

 private:
  void serve_polls(ResourceIndex activity);
  void forget_polls_that_are_over();

  const PerformerContext& context_;
  Workers& workers_;
  Outbox& outbox_;
  using Waiting = std::deque<messages::PollActivity>;  // in order of arrival
  std::map<ResourceIndex, Waiting> polls_;             // no queue is empty
  std::size_t polls_since_ = 0;                        // polls since the last cleanup of ended polls
  std::size_t polls_then_ = 0;                         // polls that the last cleanup left
};

}  // namespace stepstorm::orchestration
