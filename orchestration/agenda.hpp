// Agenda: the queue of pending work for an orchestrator's executions, with a bound on the work done in one call.
// First in, first out, with one exception: news that a task was taken overtakes deferred work, so that an execution
// hears that its task was taken before it hears the task's answer.
// A queue only; the orchestrator does the work.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <variant>

#include "execution/command.hpp"
#include "execution/notice.hpp"
#include "messages/messages.hpp"
#include "orchestration/performers/object_store.hpp"
#include "orchestration/slab.hpp"

namespace stepstorm::orchestration {

/// The work that one call may do before it yields, in units: steps, the values processed in them, and their events.
/// Takes a millisecond or two.
inline constexpr std::uint32_t work_at_once_max = 2'048;

/// Performs a task of states:startExecution.
struct StartNested {
  messages::TaskToken token;
};

struct Pending {
  SlabKey execution;
  std::variant<execution::Notice,
               execution::StartChild,
               execution::RedriveChild,
               StartNested,
               messages::TaskAnswer,
               ObjectAccess>
      what;
};

class Agenda {
 public:
  // ---- the work budget of one call
  /// Begins a call: refills the budget.
  void begin() { work_left_ = work_at_once_max; }
  void worked(std::uint32_t work) { work_left_ -= std::min(work_left_, work); }
  bool may_work() const { return work_left_ > 0; }

  // ---- the queue
  void add(Pending&& pending) { pending_.push_back(std::move(pending)); }
  void tell(SlabKey execution, execution::Notice notice) { pending_.push_back({execution, std::move(notice)}); }
  /// Adds the news that a task was taken. It overtakes other entries while work is deferred.
  void announce(Pending&& pending) { (behind_ ? announced_ : pending_).push_back(std::move(pending)); }
  /// Removes and returns the next entry. Returns nullopt when the queue is empty or the budget is spent; in the second
  /// case the remaining entries are deferred.
  [[nodiscard]] std::optional<Pending> next() {
    return pending_.empty() && announced_.empty() ? std::nullopt : take_next();
  }

  // ---- deferred work
  [[nodiscard]] bool is_behind() const { return behind_; }
  /// Makes the deferred work pending again. Call caught_up() once next() has returned nullopt.
  void catch_up() { std::swap(pending_, backlog_); }
  void caught_up() { behind_ = !backlog_.empty(); }

  [[nodiscard]] std::size_t held_bytes() const { return (pending_.size() + backlog_.size()) * sizeof(Pending); }

 private:
  std::optional<Pending> take_next();
  void put_off();

  std::deque<Pending> pending_;
  std::deque<Pending> announced_;  // taken before pending_
  std::deque<Pending> backlog_;    // deferred work, oldest first
  bool behind_ = false;            // work is deferred, or deferred work is being caught up on
  std::uint32_t work_left_ = work_at_once_max;
};

}  // namespace stepstorm::orchestration
