#include "bench/harness/order_load.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <latch>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

#include "actors/system.hpp"

namespace stepstorm::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// Prepared inputs for one orchestrator: at most 64 MiB of text.
std::size_t prepared_inputs(std::size_t bytes) {
  return std::clamp<std::size_t>((std::size_t{64} << 20) / std::max<std::size_t>(bytes, 1), 64, 4'096);
}

constexpr std::size_t kept_histories = 1'024;
constexpr std::uint64_t batch_max = 64;

/// The load on one orchestrator. Touched only by its thread while orders are open.
struct alignas(128) Share {
  std::uint64_t open = 0;
  std::uint64_t orders = 0;
  std::uint64_t batch = 1;
  std::uint64_t ended = 0;
  std::uint64_t unreplaced = 0;               // of those that ended
  std::atomic<std::uint64_t> inputs_used{0};  // by the thread that starts orders: at first, that is another one
  std::uint64_t histories = 0;
  std::uint64_t events_least = std::numeric_limits<std::uint64_t>::max();
  execution::StateMachinePtr machine;  // its own, so that no other thread counts its users
  std::vector<Payload> inputs;
  std::vector<orchestration::EndedExecution> kept;  // the latest with a history
  Clock::time_point began;
  Clock::time_point finished;

  double orders_per_second() const {
    return static_cast<double>(orders) / std::chrono::duration<double>(finished - began).count();
  }
};

class ClosedLoop final : public orchestration::Observer {
 public:
  explicit ClosedLoop(const OrderLoad& load) : load_(load), shares_(load.threads), finished_(load.threads) {
    for (Share& share : shares_) {
      share.machine = order_machine(load.workflow);
      share.open = load.open / load.threads;
      share.orders = load.orders / load.threads;
      share.batch = std::clamp<std::uint64_t>(share.open / 8, 1, batch_max);
      if (load.inputs == Inputs::Prepared)
        share.inputs = order_inputs(prepared_inputs(load.input_bytes), load.input_bytes);
      share.kept.resize(kept_histories);
    }
  }

  /// Returns when everything has ended.
  void run(actors::System& system) {
    system_ = &system;
    for (std::uint32_t orchestrator = 0; orchestrator < shares_.size(); ++orchestrator) {
      const std::uint64_t open = shares_[orchestrator].open;
      for (std::uint64_t started = 0; started < open; started += batch_max)
        start(orchestrator, std::min(batch_max, open - started));
    }
    finished_.wait();
    over_.store(true);
    while (system.open() > 0) system.wait();
  }

  void ended(orchestration::EndedExecution&& ended) override {
    const auto orchestrator = static_cast<std::uint32_t>(ended.execution.id % shares_.size());
    Share& share = shares_[orchestrator];
    keep(share, std::move(ended));
    if (++share.ended == share.open) share.began = Clock::now();
    if (share.ended == share.open + share.orders) {
      share.finished = Clock::now();
      finished_.count_down();
    }
    if (++share.unreplaced == share.batch && !over_.load(std::memory_order_relaxed))
      start(orchestrator, std::exchange(share.unreplaced, 0));
  }

  void worker_down(std::string_view, std::string_view, TimePoint) override { ++workers_died_; }

  OrderResult result() const {
    OrderResult result;
    result.events_least = std::numeric_limits<std::uint64_t>::max();
    for (const Share& share : shares_) {
      result.orders_per_second += share.orders_per_second();
      result.started += share.ended;
      result.histories += share.histories;
      result.events_least = std::min(result.events_least, share.events_least);
    }
    if (result.histories == 0) result.events_least = 0;
    result.workers_died = workers_died_;
    return result;
  }

 private:
  static void keep(Share& share, orchestration::EndedExecution&& ended) {
    if (ended.history.empty()) return;
    share.events_least = std::min<std::uint64_t>(share.events_least, ended.history.size());
    share.kept[share.histories++ % kept_histories] = std::move(ended);
  }

  Payload next_input(Share& share) {
    const std::uint64_t number = share.inputs_used.fetch_add(1, std::memory_order_relaxed);
    if (load_.inputs == Inputs::Prepared) return share.inputs[number % share.inputs.size()];
    return Payload{parse_json(order_text(number, load_.input_bytes)).value()};
  }

  void start(std::uint32_t orchestrator, std::uint64_t count) {
    std::vector<messages::StartExecution> executions(count);
    for (auto& execution : executions) {
      execution.state_machine = shares_[orchestrator].machine;
      execution.input = next_input(shares_[orchestrator]);
    }
    system_->start(orchestrator, std::move(executions));
  }

  const OrderLoad& load_;
  actors::System* system_ = nullptr;
  std::vector<Share> shares_;
  std::latch finished_;
  std::atomic<bool> over_{false};
  std::atomic<std::uint64_t> workers_died_{0};
};

actors::SystemOptions system_options(const OrderLoad& load) {
  actors::SystemOptions options;
  options.clock = actors::WallClock{.threads = load.threads};
  options.orchestrators = load.threads;
  options.seed = load.seed;
  options.resources = load.resources;
  if (options.resources.empty()) options.resources = echo_resources(static_cast<std::uint32_t>(load.open));
  options.history = load.history;
  options.faults = load.faults;
  return options;
}

/// Remembers the error of the last execution that ended.
class LastError final : public orchestration::Observer {
 public:
  void ended(orchestration::EndedExecution&& ended) override {
    if (const auto* failed = std::get_if<execution::Failed>(&ended.execution.status))
      error = failed->reason->error.value_or("");
  }
  std::string error;
};

}  // namespace

bool OrderResult::all_succeeded() const {
  return counters.executions_succeeded == started && counters.executions_started == started &&
         counters.attempts == 3 * started + counters.retries;
}

OrderResult run_orders(const OrderLoad& load) {
  spdlog::set_level(spdlog::level::off);
  ClosedLoop loop{load};
  actors::System system{system_options(load), loop};
  loop.run(system);
  OrderResult result = loop.result();
  result.counters = system.counters();
  for (const auto& count : system.fault_counts()) result.faults_fired += count.fired;
  return result;
}

bool timeout_fires(Workflow workflow) {
  workflow.task_timeout = std::chrono::seconds{1};
  LastError last;
  actors::SystemOptions options;
  options.clock = actors::WallClock{.threads = 1};
  options.resources = echo_resources(1);
  options.resources[1].worker.service_time = world::Constant{std::chrono::seconds{10}};
  actors::System system{options, last};
  system.start(order_machine(workflow), Payload{});
  return system.wait(std::chrono::seconds{5}) && last.error == "States.Timeout";
}

}  // namespace stepstorm::bench
