// A worker's end of the link to its orchestrator, where faults delay or reorder messages. A message held here is on its
// way: a task has not reached its worker yet, an answer has left it. Messages are lost when the worker dies, as in a
// broken connection. Reads no clock; time here is the network's, unaffected by jumps of the worker's clock.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "faults/fault.hpp"
#include "messages/messages.hpp"
#include "orchestration/slab.hpp"
#include "orchestration/timer_wheel.hpp"
#include "values/timestamp.hpp"
#include "workers/overtaking.hpp"

namespace stepstorm::workers {

/// Messages that have arrived: tasks at the worker, answers at the orchestrator.
struct Arrivals {
  std::vector<messages::RunTask> tasks;
  std::vector<messages::TaskAnswer> answers;
};

class Link {
 public:
  explicit Link(TimePoint now) : timers_(orchestration::to_tick(now)) {}

  /// Holds a task that is delayed, reordered, or both; when both, reordering begins when the delay has passed.
  void hold(messages::RunTask&& task, const faults::TransitFaults& faults, TimePoint now);
  /// Records that a task has arrived without being held; returns held tasks that it sets free by overtaking them.
  [[nodiscard]] std::vector<messages::RunTask> task_passed();

  /// Marks the answer to this attempt to be reordered.
  void reorder_answer(messages::TaskToken token, const faults::ReorderMessage& how) {
    marked_.emplace_back(token, how);
  }
  /// Sends answers; returns the answers that arrive at once.
  [[nodiscard]] std::vector<messages::TaskAnswer> send(std::vector<messages::TaskAnswer>&& answers, TimePoint now);

  [[nodiscard]] Arrivals timers_due(TimePoint now);
  /// `never` when there is no timer.
  [[nodiscard]] TimePoint next_timer() const;

  /// Number of held messages, in both directions.
  std::size_t held() const { return underway_.size() + tasks_.size() + answers_.size(); }

 private:
  enum class Due : std::uint8_t { Arrival, TaskBound, AnswerBound };
  struct Timer {
    std::uint32_t what = 0;  // slot in underway_, or name in an Overtaking
    Due due = Due::Arrival;
  };
  struct Underway {
    messages::RunTask task;
    std::optional<faults::ReorderMessage> reordered;  // from its arrival on
  };
  template <class Message>
  struct Held {
    Message message;
    orchestration::TimerHandle bound;
  };

  void arrive(Underway&& underway, TimePoint now, std::vector<messages::RunTask>& out);
  template <class Message>
  void overtake_later(Overtaking<Held<Message>>& direction,
                      Message&& message,
                      const faults::ReorderMessage& how,
                      Due bound,
                      TimePoint now);
  template <class Message>
  auto into(std::vector<Message>& out);
  std::optional<faults::ReorderMessage> take_mark(messages::TaskToken token);
  void fire(const Timer& timer, TimePoint now, Arrivals& out);

  orchestration::Slab<Underway> underway_;
  Overtaking<Held<messages::RunTask>> tasks_;
  Overtaking<Held<messages::TaskAnswer>> answers_;
  std::vector<std::pair<messages::TaskToken, faults::ReorderMessage>> marked_;
  orchestration::TimerWheel<Timer> timers_;
};

}  // namespace stepstorm::workers
