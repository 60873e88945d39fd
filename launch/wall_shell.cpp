#include "launch/wall_shell.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <time.h>

#include "actors/system.hpp"
#include "launch/system_options.hpp"

namespace stepstorm::launch {
namespace {

using Instant = std::chrono::steady_clock::time_point;
using orchestration::EndedExecution;

/// The least time between two wake-ups; events due by then go in one message.
constexpr std::chrono::microseconds tick{500};
/// The largest number of orders in one message.
constexpr std::size_t batch_max = 128;
/// The time between two requests for counters.
constexpr std::chrono::milliseconds between_counts{50};

/// Sleeps to the precision of the kernel's timers. Source: clock_nanosleep(2); steady_clock is CLOCK_MONOTONIC.
void sleep_until(Instant at) {
  const auto since = std::max(at.time_since_epoch(), Instant::duration{0});
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(since);
  timespec until{};
  until.tv_sec = whole.count();
  until.tv_nsec = std::chrono::nanoseconds{since - whole}.count();
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
}

/// Queues ended executions from the orchestrator's thread, in the order of their ends.
class Inbox final : public orchestration::Observer {
 public:
  void ended(EndedExecution&& ended) override {
    const std::lock_guard lock{mutex_};
    ended_.push_back(std::move(ended));
  }
  /// Moves new entries into `taken`, an empty list.
  void take(std::vector<EndedExecution>& taken) {
    assert(taken.empty());
    const std::lock_guard lock{mutex_};
    std::swap(taken, ended_);
  }

 private:
  std::mutex mutex_;
  std::vector<EndedExecution> ended_;
};

/// The orchestrator's counters as last reported; reading them does not wait.
class LatestCounters {
 public:
  messages::Counters get() const {
    const std::lock_guard lock{mutex_};
    return counters_;
  }
  void set(const messages::Counters& counters) {
    const std::lock_guard lock{mutex_};
    counters_ = counters;
    asked_ = false;
  }
  /// Returns false while the last request is not answered.
  bool may_ask() {
    const std::lock_guard lock{mutex_};
    return !std::exchange(asked_, true);
  }

 private:
  mutable std::mutex mutex_;
  messages::Counters counters_;
  bool asked_ = false;
};

class WallShell final : public simulation::Shell {
 public:
  WallShell(simulation::ShellOptions&& options, orchestration::Observer& observer, std::chrono::nanoseconds patience)
      : observer_(observer),
        patience_(patience),
        epoch_(options.begin()),
        now_(options.begin()),
        active_at_(options.begin()),
        resources_(options.resources),
        gauges_(workers::make_gauges(options.resources.size())),
        meters_(options.resources.size()),
        system_(
            system_options(
                actors::WallClock{.threads = options.threads, .pinned = options.pinned}, std::move(options), gauges_),
            inbox_),
        steady_(std::chrono::steady_clock::now()),
        date_(system_.now()) {
    assert(!options.live_events);
  }

  void start(messages::StartExecution&& request) override {
    starts_.emplace(request.id, now_);
    batch_.push_back(std::move(request));
    if (batch_.size() >= batch_max) send_batch();
  }

  TimePoint now() const override { return now_; }

  [[nodiscard]] TimePoint next() const override {
    if (!pending_.empty()) return std::max(now_, pending_.front().execution.ended_at);
    const bool given_up = now_ - active_at_ > patience_;
    return given_up || !anything_open() ? never : now_ + tick;
  }

  /// Carries out the schedule up to this time, at once when it has passed.
  void advance_to(TimePoint at) override {
    if (at > date()) wait_until(at);
    gather();
    for (; !pending_.empty() && pending_.front().execution.ended_at <= at; pending_.pop_front())
      tell(std::move(pending_.front()));
    now_ = std::max(now_, at);
    look_at_resources();
    ask_counters();
  }

  std::uint64_t work() const override { return 0; }  // time passes without work

  void kill_worker(orchestration::ResourceIndex resource, std::uint32_t worker, std::string reason) override {
    system_.kill_worker(resources_[resource].name, worker, std::move(reason));
  }
  void forget_charges() override { system_.forget_charges(); }
  std::size_t open() const override { return starts_.size(); }
  std::uint64_t queued(orchestration::ResourceIndex resource) const override {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, gauges_[resource]->queued()));
  }

  messages::Counters counters() const override { return anything_open() ? counters_->get() : system_.counters(); }
  const books::Ledger& ledger() const override { return system_.ledger(); }
  std::vector<faults::FaultInjector::Count> fault_counts() const override { return system_.fault_counts(); }

  const simulation::ResourceMeter* meter(orchestration::ResourceIndex resource) const override {
    simulation::ResourceMeter& meter = meters_[resource];
    auto taken = gauges_[resource]->taken();
    meter.taken = taken.attempts;
    meter.waiting = std::move(taken.waiting);
    return &meter;
  }
  const simulation::ScheduleResult* schedule() const override { return &schedule_.result(); }

  void restart_meters(std::uint64_t first_order) override {
    for (std::size_t index = 0; index < meters_.size(); ++index) {
      meters_[index].queued.restart(now_ - epoch_);
      meters_[index].busy.restart(now_ - epoch_);
      gauges_[index]->forget_taken(first_order);
    }
  }

 private:
  TimePoint date() const { return date_ + (std::chrono::steady_clock::now() - steady_); }
  Instant instant_of(TimePoint at) const { return steady_ + (at - date_); }

  void wait_until(TimePoint at) {
    send_batch();
    sleep_until(std::max(instant_of(at), woke_up_ + tick));
    woke_up_ = std::chrono::steady_clock::now();
  }

  void send_batch() {
    if (batch_.empty()) return;
    const TimePoint sent = date();
    for (const messages::StartExecution& request : batch_)
      schedule_.sent(starts_.at(request.id) - epoch_, sent - epoch_);
    active_at_ = now_;
    system_.start(0, std::exchange(batch_, {}));
  }

  void gather() {
    inbox_.take(arrived_);
    for (EndedExecution& ended : arrived_) pending_.push_back(std::move(ended));
    arrived_.clear();
  }

  void tell(EndedExecution&& ended) {
    now_ = active_at_ = std::max(now_, ended.execution.ended_at);
    if (const auto start = starts_.find(ended.execution.id); start != starts_.end()) {
      ended.execution.started_at = start->second;
      starts_.erase(start);
    }
    observer_.ended(std::move(ended));
  }

  /// A worker whose answer is no longer awaited may still charge a customer.
  bool anything_open() const {
    return !starts_.empty() ||
           std::any_of(gauges_.begin(), gauges_.end(), [](const auto& gauge) { return gauge->busy() > 0; });
  }

  void look_at_resources() {
    for (std::size_t index = 0; index < meters_.size(); ++index) {
      meters_[index].queued.set(now_ - epoch_, std::max<std::int64_t>(0, gauges_[index]->queued()));
      meters_[index].busy.set(now_ - epoch_, std::max<std::int64_t>(0, gauges_[index]->busy()));
    }
  }

  void ask_counters() {
    if (now_ < next_count_ || !counters_->may_ask()) return;
    next_count_ = now_ + between_counts;
    system_.ask_counters(0, [latest = counters_](const messages::Counters& counters) { latest->set(counters); });
  }

  orchestration::Observer& observer_;
  std::chrono::nanoseconds patience_;
  TimePoint epoch_;
  TimePoint now_;        // of the schedule
  TimePoint active_at_;  // time of the last start or end
  std::vector<workers::ResourceOptions> resources_;
  workers::ResourceGauges gauges_;
  mutable std::vector<simulation::ResourceMeter> meters_;
  Inbox inbox_;
  std::shared_ptr<LatestCounters> counters_ = std::make_shared<LatestCounters>();
  TimePoint next_count_{};
  simulation::ScheduleMeter schedule_;
  std::unordered_map<std::uint64_t, TimePoint> starts_;  // intended starts of open orders; never iterated
  std::vector<messages::StartExecution> batch_;          // to be sent
  std::vector<EndedExecution> arrived_;
  std::deque<EndedExecution> pending_;  // not yet reported
  mutable actors::System system_;       // mutable: a query is a message
  Instant steady_;                      // the steady clock at `date_`
  TimePoint date_;
  Instant woke_up_{};
};

}  // namespace

simulation::MakeShell make_wall_shell(std::chrono::nanoseconds patience) {
  return [patience](simulation::ShellOptions options, orchestration::Observer& observer) {
    return std::make_unique<WallShell>(std::move(options), observer, patience);
  };
}

}  // namespace stepstorm::launch
