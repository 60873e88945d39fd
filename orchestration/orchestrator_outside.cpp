// Those outside, who poll for an activity's tasks or hold a task token, and what they are told.
#include <utility>
#include <variant>

#include "asl/resource.hpp"
#include "orchestration/orchestrator.hpp"
#include "values/overload.hpp"

namespace stepstorm::orchestration {

bool Orchestrator::poll(messages::PollActivity&& request, TimePoint now) {
  work_left_ = work_at_once_max;
  auto resource = dispatcher_.resource_of(request.activity);
  if (!resource && options_.any_activity) resource = admit_activity(request.activity);
  if (!resource || !dispatcher_.resource(*resource).outside) return false;
  auto& polls = polls_[*resource];
  std::erase_if(polls, [](const auto& poll) { return poll.over->load(); });
  polls.push_back(std::move(request));
  serve_polls(*resource);
  do_pending(now);
  return true;
}

void Orchestrator::serve_polls(ResourceIndex resource) {
  auto& polls = polls_[resource];
  while (!polls.empty() && dispatcher_.queued(resource) > 0) {
    const messages::PollActivity poll = std::move(polls.front());
    polls.pop_front();
    if (poll.over->exchange(true)) continue;
    const Attempt& attempt = *dispatcher_.take_queued(resource);
    const messages::RunTask& task = dispatcher_.task(attempt);
    poll.give({execution::task_token(task.execution, attempt.id), task.input});
    announce({attempt.execution, execution::TaskStarted{attempt.id, poll.worker}});
  }
}

messages::TokenVerdict Orchestrator::say(const execution::ParsedTaskToken& token,
                                         std::variant<messages::Succeeded, messages::Failed, messages::Alive>&& what,
                                         TimePoint now) {
  work_left_ = work_at_once_max;
  const auto slot = by_id_.find(executions_, token.execution_id);
  if (!slot) return messages::TokenVerdict::TaskDoesNotExist;
  Entry& entry = executions_[*slot];
  const auto attempt = token_holders_attempt(entry, token.attempt);
  if (!attempt) return attempt.error();
  const SlabKey key = executions_.key(*slot);
  std::visit(Overload{[&](messages::Alive&) { tell_any(key, execution::TaskHeartbeat{token.attempt}, now); },
                      [&](messages::Succeeded& result) {
                        tell_answer({*attempt, std::move(result)}, now);
                      },
                      [&](messages::Failed& result) {
                        tell_answer({*attempt, std::move(result)}, now);
                      }},
             what);
  do_pending(now);
  return messages::TokenVerdict::Accepted;
}

tl::expected<messages::TaskToken, messages::TokenVerdict> Orchestrator::token_holders_attempt(Entry& entry,
                                                                                              execution::AttemptId id) {
  using messages::TokenVerdict;
  if (id.epoch >= entry.execution.next_epoch) return tl::unexpected{TokenVerdict::InvalidToken};
  const bool known = id.scope == 0 || (entry.others && id.scope <= entry.others->size());
  const std::uint32_t slot = known ? work(entry, id.scope).attempt : no_attempt;
  if (slot == no_attempt || dispatcher_.at(slot).id != id) return tl::unexpected{TokenVerdict::TaskTimedOut};
  const Attempt& attempt = dispatcher_.at(slot);
  const asl::Resource& resource = resource_of(attempt);
  const bool told = attempt.place != Attempt::Place::Queued;
  if (!told || !(asl::is_activity(resource) || asl::is_callback(resource)))
    return tl::unexpected{TokenVerdict::InvalidToken};
  return attempt.token;
}

}  // namespace stepstorm::orchestration
