// EventInvocations: asynchronous invocations (lambda:invoke with InvocationType Event) that the service has accepted;
// no execution waits for them.
// A failed invocation is retried twice, after one minute and after two. A refused invocation (too many at once, or the
// resource is down) is retried after one second, then with doubled delays up to five minutes. An invocation whose next
// try would come more than six hours after its acceptance is given up.
// Keeps invocations and due times; runs nothing and reads no clock.
// Source: AWS Lambda, "How Lambda handles errors and retries with asynchronous invocation".
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "messages/messages.hpp"
#include "orchestration/attempt.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::orchestration {

class EventInvocations {
 public:
  /// Limit on open invocations per orchestrator.
  static constexpr std::size_t open_max = 1'000'000;
  static constexpr std::uint32_t retries_max = 2;
  static constexpr std::chrono::hours age_max{6};

  struct Event {
    Attempt attempt;
    messages::RunTask task;
    TimePoint accepted;
    std::uint32_t failures = 0;
    std::uint32_t refusals = 0;
  };

  [[nodiscard]] bool is_full() const { return open() >= open_max; }
  void accept(const Attempt& attempt, messages::RunTask&& task, TimePoint now);

  /// Removes and returns the first due invocation, in the order in which they fell due.
  [[nodiscard]] std::optional<Event> take_due(TimePoint now);
  /// Returns when the next invocation is due; `never` when none waits.
  [[nodiscard]] TimePoint next() const { return waiting_.empty() ? never : waiting_.begin()->first.first; }

  // ---- outcomes
  /// Records that a worker or a queue has the invocation, under this token.
  void began(messages::TaskToken token, Event&& event);
  void refused(Event&& event, TimePoint now);
  void succeeded(messages::TaskToken token);
  void failed(messages::TaskToken token, TimePoint now);
  void refused(messages::TaskToken token, TimePoint now);

  /// Returns the number of invocations that wait or run.
  [[nodiscard]] std::size_t open() const { return waiting_.size() + running_.size(); }
  [[nodiscard]] std::uint64_t given_up() const { return given_up_; }

 private:
  using Token = std::pair<std::uint32_t, std::uint32_t>;

  std::optional<Event> take(messages::TaskToken token);
  void wait_until(TimePoint at, Event&& event);

  std::map<std::pair<TimePoint, std::uint64_t>, Event> waiting_;  // by due time, then in order of arrival
  std::map<Token, Event> running_;
  std::uint64_t next_number_ = 0;
  std::uint64_t given_up_ = 0;
};

}  // namespace stepstorm::orchestration
