// Waiting GetActivityTask calls and their deadlines. Safe for concurrent use. A finished call, answered or withdrawn,
// does not count; finished calls are removed before twice as many calls are held as wait.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace stepstorm::api {

inline constexpr std::chrono::seconds poll_time{60};  // Source: semantics.md 6.5
inline constexpr std::size_t polls_max = 10'000;      // of an account

class Polls {
 public:
  using WallTime = std::chrono::steady_clock::time_point;

  struct Poll {
    WallTime deadline;
    std::shared_ptr<std::atomic<bool>> over;  // set by the first to answer it
    std::function<void()> give_up;
  };

  /// Returns false when too many calls already wait.
  bool add(Poll poll) {
    const std::lock_guard lock{mutex_};
    if (polls_.size() >= std::min(held_max_, polls_max)) {
      std::erase_if(polls_, [](const Poll& known) { return known.over->load(); });
      held_max_ = 2 * polls_.size() + 64;
    }
    if (polls_.size() >= polls_max) return false;
    polls_.push_back(std::move(poll));
    return true;
  }

  /// Answers calls whose deadline has passed, in the order in which they came; all wait equally long.
  void expire(WallTime now) {
    std::deque<Poll> expired;
    {
      const std::lock_guard lock{mutex_};
      for (; !polls_.empty() && polls_.front().deadline <= now; polls_.pop_front())
        if (!polls_.front().over->exchange(true)) expired.push_back(std::move(polls_.front()));
    }
    for (const Poll& poll : expired) poll.give_up();
  }

 private:
  std::mutex mutex_;
  std::deque<Poll> polls_;
  std::size_t held_max_ = 64;  // number of held calls at which finished ones are removed
};

}  // namespace stepstorm::api
