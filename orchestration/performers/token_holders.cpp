#include "orchestration/performers/token_holders.hpp"

#include <utility>

#include "asl/resource.hpp"

namespace stepstorm::orchestration {

std::uint32_t TokenHolders::begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) {
  if (asl::is_callback(context_.resource_of(attempt))) {
    const std::uint32_t held = context_.hold(attempt, std::move(task));
    context_.attempts.announce(context_.attempts.at(held).token);
    return held;
  }
  const std::uint32_t slot = workers_.begin(attempt, std::move(task), now);
  serve_polls(attempt.resource);
  return slot;
}

void TokenHolders::poll(ResourceIndex activity, messages::PollActivity&& request) {
  if (++polls_since_ > polls_then_ + 64) forget_polls_that_are_over();
  polls_[activity].push_back(std::move(request));
  serve_polls(activity);
}

/// Runs after as many polls as the last cleanup left, so that it costs constant time per poll.
void TokenHolders::forget_polls_that_are_over() {
  polls_since_ = polls_then_ = 0;
  for (auto known = polls_.begin(); known != polls_.end();) {
    std::erase_if(known->second, [](const messages::PollActivity& poll) { return poll.over->load(); });
    polls_then_ += known->second.size();
    known = known->second.empty() ? polls_.erase(known) : std::next(known);
  }
}

void TokenHolders::serve_polls(ResourceIndex activity) {
  const auto found = polls_.find(activity);
  if (found == polls_.end()) return;
  Waiting& polls = found->second;
  while (!polls.empty() && context_.attempts.queued(activity) > 0) {
    messages::PollActivity poll = std::move(polls.front());
    polls.pop_front();
    if (poll.over->exchange(true)) continue;
    const Attempt& attempt = *context_.attempts.take_queued(activity);
    const messages::RunTask& task = context_.attempts.task(attempt);
    context_.agenda.announce({attempt.execution, execution::TaskStarted{attempt.id, poll.worker}});
    outbox_.give(std::move(poll), {execution::task_token(task.execution, attempt.id), task.input});
  }
  if (polls.empty()) polls_.erase(found);
}

tl::expected<messages::TaskToken, messages::TokenVerdict> TokenHolders::attempt_of(OpenExecution& open,
                                                                                   execution::AttemptId id) const {
  using messages::TokenVerdict;
  if (id.epoch >= open.execution.next_epoch) return tl::unexpected{TokenVerdict::InvalidToken};
  const bool known = id.scope == execution::root_scope || (open.others && number_of(id.scope) <= open.others->size());
  const std::uint32_t slot = known ? open.work(id.scope).attempt : no_attempt;
  if (slot == no_attempt || context_.attempts.at(slot).id != id) return tl::unexpected{TokenVerdict::TaskTimedOut};
  const Attempt& attempt = context_.attempts.at(slot);
  const asl::Resource& resource = context_.resource_of(attempt);
  const bool told = attempt.place != Attempt::Position::Queued;
  if (!told || !(asl::is_activity(resource) || asl::is_callback(resource)))
    return tl::unexpected{TokenVerdict::InvalidToken};
  return attempt.token;
}

}  // namespace stepstorm::orchestration
