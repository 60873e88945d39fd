#include "api/timeline.hpp"

#include <algorithm>
#include <utility>

namespace stepstorm::api {
namespace {

constexpr std::uint64_t turns_at_once = 64;  // activations of actors before posted work has its turn

}  // namespace

Timeline::Timeline(actors::System& engine, bool simulated, TimeBounds bounds, std::function<bool()> waits)
    : engine_(engine), simulated_(simulated), bounds_(bounds), waits_(std::move(waits)), quiet_since_(engine.now()) {
  if (simulated_) thread_ = std::thread{[this] { run(); }};
}

Timeline::~Timeline() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  something_posted_.notify_one();
  thread_.join();
}

void Timeline::post(std::function<void()> work) {
  if (!simulated_) return work();
  {
    const std::lock_guard lock{mutex_};
    posted_.push_back(std::move(work));
  }
  something_posted_.notify_one();
}

TimelineState Timeline::state() const {
  return {simulated_, paused_, stopped_, engine_.now(), simulated_ ? engine_.next() : never};
}

void Timeline::advance(std::chrono::nanoseconds by, std::function<void()> done) {
  const TimePoint from = advances_.empty() ? engine_.now() : advances_.back().until;
  advances_.push_back({after(from, by), std::move(done)});
}

void Timeline::run() {
  for (;;) {
    if (!do_posted()) return;
    if (go_on()) continue;
    std::unique_lock lock{mutex_};
    something_posted_.wait(lock, [this] { return ending_ || !posted_.empty(); });
  }
}

/// Returns false when the timeline must end.
bool Timeline::do_posted() {
  std::deque<std::function<void()>> posted;
  {
    const std::lock_guard lock{mutex_};
    if (ending_) return false;
    posted.swap(posted_);
  }
  if (posted.empty()) return true;
  for (const auto& work : posted) work();
  stopped_.clear();
  quiet_since_ = engine_.now();
  turns_then_ = engine_.turns();
  return true;
}

/// Returns false when no work is left until something is posted.
bool Timeline::go_on() {
  if (!engine_.pass(std::chrono::nanoseconds{0}, turns_at_once)) return !exhausted();
  if (!advances_.empty()) return go_on_to(advances_.front().until);
  const TimePoint next = engine_.next();
  if (next == never || paused_ || waits_() || exhausted()) return false;
  if (next - quiet_since_ > bounds_.time) {
    stopped_ = "so much time has passed without a request that the clock was stopped";
    return false;
  }
  engine_.pass(std::max(next - engine_.now(), std::chrono::nanoseconds{0}), turns_at_once);
  return true;
}

bool Timeline::go_on_to(TimePoint until) {
  if (!engine_.pass(std::max(until - engine_.now(), std::chrono::nanoseconds{0}), turns_at_once)) return true;
  const Advance done = std::move(advances_.front());
  advances_.pop_front();
  done.done();
  return true;
}

bool Timeline::exhausted() {
  if (engine_.turns() - turns_then_ <= bounds_.turns) return false;
  stopped_ = "so much has happened without a request that the clock was stopped";
  return true;
}

}  // namespace stepstorm::api
