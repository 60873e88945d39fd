// What an orchestrator has still to do for its executions once the current step is carried out, and how much of it at
// once. First come, first served; but news that a task was taken comes before what was put off, so that no execution
// hears the answer to a task before it hears that the task was taken.
// Holds what is to be done; does none of it.
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

/// What one call may do before others have their turn, in steps of executions, what they work on in them, and their events: a millisecond or
/// two.
inline constexpr std::uint32_t work_at_once_max = 2'048;

/// A task of states:startExecution is to be performed.
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
  // ---- how much may be done
  /// A call begins.
  void begin() { work_left_ = work_at_once_max; }
  void worked(std::uint32_t work) { work_left_ -= std::min(work_left_, work); }
  bool may_work() const { return work_left_ > 0; }

  // ---- what is to be done
  void add(Pending&& pending) { pending_.push_back(std::move(pending)); }
  void tell(SlabKey execution, execution::Notice notice) { pending_.push_back({execution, std::move(notice)}); }
  /// That a task was taken: in its turn, or before it while things are put off.
  void announce(Pending&& pending) { (behind_ ? announced_ : pending_).push_back(std::move(pending)); }
  /// Takes what is next; nothing: all is done, or put off since enough was done at once.
  [[nodiscard]] std::optional<Pending> next() {
    return pending_.empty() && announced_.empty() ? std::nullopt : take_next();
  }

  // ---- what is put off
  [[nodiscard]] bool is_behind() const { return behind_; }
  /// What was put off is next. To be followed by caught_up(), once next() has given nothing.
  void catch_up() { std::swap(pending_, backlog_); }
  void caught_up() { behind_ = !backlog_.empty(); }

  [[nodiscard]] std::size_t held_bytes() const { return (pending_.size() + backlog_.size()) * sizeof(Pending); }

 private:
  std::optional<Pending> take_next();
  void put_off();

  std::deque<Pending> pending_;
  std::deque<Pending> announced_;  // goes before what is pending
  std::deque<Pending> backlog_;    // in the order in which it was put off
  bool behind_ = false;            // something is put off, or is being made up for
  std::uint32_t work_left_ = work_at_once_max;
};

}  // namespace stepstorm::orchestration
