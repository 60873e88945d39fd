// A worker's end of the link to its orchestrator, where faults make messages late or let others overtake them. What is
// held here is on its way: a task has not reached its worker, an answer has left it. It is lost when the worker dies,
// as what is in a broken connection. Reads no clock; time here is the network's, whatever the worker's clock shows.
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

namespace stepstorm::orchestration {

/// What has come through: tasks at the worker, answers at the orchestrator.
struct Arrivals {
  std::vector<messages::RunTask> tasks;
  std::vector<messages::TaskAnswer> answers;
};

class Link {
 public:
  explicit Link(TimePoint now) : timers_(to_tick(now)) {}

  /// A task that is to be late, to be overtaken, or both: then it waits for others once it would have arrived.
  void hold(messages::RunTask&& task, const TransitFaults& faults, TimePoint now);
  /// A task has arrived that nothing held: those that it has overtaken.
  [[nodiscard]] std::vector<messages::RunTask> task_passed();

  /// The answer to this attempt will be overtaken.
  void reorder_answer(messages::TaskToken token, const ReorderMessage& how) { marked_.emplace_back(token, how); }
  /// What arrives of answers that leave now.
  [[nodiscard]] std::vector<messages::TaskAnswer> send(std::vector<messages::TaskAnswer>&& answers, TimePoint now);

  [[nodiscard]] Arrivals timers_due(TimePoint now);
  /// never: there is no timer.
  [[nodiscard]] TimePoint next_timer() const;

  /// Messages that are held, of both directions.
  std::size_t held() const { return underway_.size() + tasks_.size() + answers_.size(); }

 private:
  enum class Due : std::uint8_t { Arrival, TaskBound, AnswerBound };
  struct Timer {
    std::uint32_t what = 0;  // where it lies underway, or its name among those that are overtaken
    Due due = Due::Arrival;
  };
  struct Underway {
    messages::RunTask task;
    std::optional<ReorderMessage> reordered;  // once it would have arrived
  };
  template <class Message>
  struct Held {
    Message message;
    TimerHandle bound;
  };

  void arrive(Underway&& underway, TimePoint now, std::vector<messages::RunTask>& out);
  template <class Message>
  void overtake_later(
      Overtaking<Held<Message>>& direction, Message&& message, const ReorderMessage& how, Due bound, TimePoint now);
  template <class Message>
  auto into(std::vector<Message>& out);
  std::optional<ReorderMessage> take_mark(messages::TaskToken token);
  void fire(const Timer& timer, TimePoint now, Arrivals& out);

  Slab<Underway> underway_;
  Overtaking<Held<messages::RunTask>> tasks_;
  Overtaking<Held<messages::TaskAnswer>> answers_;
  std::vector<std::pair<messages::TaskToken, ReorderMessage>> marked_;
  TimerWheel<Timer> timers_;
};

}  // namespace stepstorm::orchestration
