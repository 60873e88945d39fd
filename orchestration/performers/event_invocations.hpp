// Asynchronous invocations (lambda:invoke with InvocationType Event): what the service has accepted and nothing waits for.
// Each is run when it is its turn, and again when it fails: after one minute, then after two, and no more. One that is not
// let in (too many at once, a resource that is down) is tried again after a second, twice as long each time up to five
// minutes, until it is six hours old.
// Holds them and the times when they are due; runs nothing and reads no clock.
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
  /// So many of one orchestrator may be open.
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

  /// The first that is due, in the order in which they have become so.
  [[nodiscard]] std::optional<Event> take_due(TimePoint now);
  /// never: none waits.
  [[nodiscard]] TimePoint next() const { return waiting_.empty() ? never : waiting_.begin()->first.first; }

  // ---- what has become of it
  /// A worker or a queue has it, under this token.
  void began(messages::TaskToken token, Event&& event);
  void refused(Event&& event, TimePoint now);
  void succeeded(messages::TaskToken token);
  void failed(messages::TaskToken token, TimePoint now);
  void refused(messages::TaskToken token, TimePoint now);

  /// That wait or are run.
  [[nodiscard]] std::size_t open() const { return waiting_.size() + running_.size(); }
  [[nodiscard]] std::uint64_t given_up() const { return given_up_; }

 private:
  using Token = std::pair<std::uint32_t, std::uint32_t>;

  std::optional<Event> take(messages::TaskToken token);
  void wait_until(TimePoint at, Event&& event);

  std::map<std::pair<TimePoint, std::uint64_t>, Event> waiting_;  // by when it is due, and in order of arrival
  std::map<Token, Event> running_;
  std::uint64_t next_number_ = 0;
  std::uint64_t given_up_ = 0;
};

}  // namespace stepstorm::orchestration
