// AnswerPrefetch: loads the objects that upcoming answers refer to into the cache. With a million open executions they
// are almost never there. Works in three stages, because each stage reads what the previous one has loaded: the
// attempt, its execution, the execution's timers. Changes no state.
#pragma once

#include <algorithm>
#include <cstddef>
#include <variant>
#include <vector>

#include "messages/messages.hpp"
#include "orchestration/dispatcher.hpp"
#include "orchestration/open_execution.hpp"
#include "orchestration/timer_wheel.hpp"

namespace stepstorm::orchestration {

class AnswerPrefetch {
 public:
  AnswerPrefetch(Dispatcher& dispatcher, OpenExecutions& executions, const TimerWheel<TimerTarget>& timers)
      : dispatcher_(dispatcher), executions_(executions), timers_(timers) {}

  /// Call before the first of several answers is processed.
  void first(const std::vector<messages::TaskAnswer>& answers) {
    const auto steps = [&](std::size_t count) { return std::min(count * step, answers.size()); };
    for (std::size_t at = 0; at < steps(3); ++at) fetch_attempt(answers, at);
    for (std::size_t at = 0; at < steps(2); ++at) fetch_execution(answers, at);
    for (std::size_t at = 0; at < steps(1); ++at) fetch_timers(answers, at);
  }
  /// Call before the answer at index `at` is processed.
  void next(const std::vector<messages::TaskAnswer>& answers, std::size_t at) {
    fetch_attempt(answers, at + 3 * step);
    fetch_execution(answers, at + 2 * step);
    fetch_timers(answers, at + step);
  }

 private:
  /// Distance between stages, in answers: long enough for memory to respond, short enough for the cache to hold them.
  static constexpr std::size_t step = 8;

  void fetch_attempt(const std::vector<messages::TaskAnswer>& answers, std::size_t at) {
    if (at >= answers.size()) return;
    dispatcher_.prefetch(answers[at].token);
    if (const auto* done = std::get_if<messages::Succeeded>(&answers[at].result)) done->output.prefetch();
  }
  void fetch_execution(const std::vector<messages::TaskAnswer>& answers, std::size_t at) {
    if (at >= answers.size()) return;
    if (const Attempt* attempt = dispatcher_.find(answers[at].token)) executions_.prefetch(attempt->execution.slot);
  }
  void fetch_timers(const std::vector<messages::TaskAnswer>& answers, std::size_t at) {
    if (at >= answers.size()) return;
    const Attempt* attempt = dispatcher_.find(answers[at].token);
    const OpenExecution* open = attempt ? executions_.find(attempt->execution) : nullptr;
    if (!open) return;
    timers_.prefetch(open->root.timer);
    timers_.prefetch(open->execution_timer);
  }

  Dispatcher& dispatcher_;
  OpenExecutions& executions_;
  const TimerWheel<TimerTarget>& timers_;
};

}  // namespace stepstorm::orchestration
