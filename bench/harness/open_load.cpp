#include "bench/harness/open_load.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>

#include <spdlog/spdlog.h>

#include "actors/system.hpp"
#include "bench/harness/shop.hpp"
#include "world/stream.hpp"
#include "world/variates.hpp"

namespace stepstorm::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t batch_max = 64;
constexpr std::size_t prepared_inputs = 4'096;

/// Arrival times are remembered in a ring: more orders than this are never open.
constexpr std::size_t remembered = std::size_t{1} << 20;

class Load final : public orchestration::Observer {
 public:
  explicit Load(const OpenLoad& load)
      : load_(load),
        machine_(order_machine()),
        inputs_(order_inputs(prepared_inputs, 100)),
        random_(world::Stream::named(load.seed, "arrivals")),
        arrived_at_(remembered) {}

  OpenResult run(actors::System& system) {
    const auto began = Clock::now();
    const auto end = began + load_.duration;
    warm_at_ = began + load_.warm_up;
    next_ = began;
    for (auto now = Clock::now(); now < end; now = Clock::now()) arrive(system, now);
    arriving_.store(false);
    result_.arrivals_per_second = static_cast<double>(result_.arrivals) / seconds(Clock::now() - began);
    system.wait();
    result_.goodput = static_cast<double>(in_time_) / seconds(load_.duration);
    return result_;
  }

  void ended(orchestration::EndedExecution&& ended) override {
    ++result_.ended;
    if (!std::holds_alternative<execution::Succeeded>(ended.execution.status)) return;
    ++result_.succeeded;
    if (arriving_.load(std::memory_order_relaxed)) ++in_time_;
    const auto arrived_at = arrived_at_[ended.execution.id % remembered];
    if (arrived_at >= warm_at_) response_of(arrived_at).record(Clock::now() - arrived_at);
  }

 private:
  metrics::Histogram& response_of(Clock::time_point arrived_at) {
    const auto window = static_cast<std::size_t>((arrived_at - warm_at_) / load_.window);
    if (window >= result_.response.size()) result_.response.resize(window + 1);
    return result_.response[window];
  }

  static double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

  /// Everybody whose time has come, at most a batch.
  void arrive(actors::System& system, Clock::time_point now) {
    std::vector<messages::StartExecution> executions;
    const bool full = system.open() + batch_max > load_.open_max;
    for (std::size_t count = 0; next_ <= now && count < batch_max; ++count) {
      ++result_.arrivals;
      if (full)
        ++result_.turned_away;
      else
        executions.push_back(order());
      const double wait = world::standard_exponential(random_) / load_.rate * 1e9;
      next_ += std::chrono::nanoseconds{std::llround(wait)};
    }
    if (!executions.empty()) system.start(0, std::move(executions));
  }

  messages::StartExecution order() {
    const std::uint64_t number = result_.started++;
    arrived_at_[number % remembered] = next_;
    return {0, machine_, {}, inputs_[number % prepared_inputs]};
  }

  const OpenLoad& load_;
  execution::StateMachinePtr machine_;
  std::vector<Payload> inputs_;
  world::Stream random_;
  Clock::time_point next_;
  Clock::time_point warm_at_;
  std::vector<Clock::time_point> arrived_at_;
  std::atomic<bool> arriving_{true};
  std::uint64_t in_time_ = 0;
  OpenResult result_;
};

}  // namespace

std::chrono::nanoseconds OpenResult::percentile(double percentile) const {
  metrics::Histogram all;
  for (const metrics::Histogram& window : response) all.merge(window);
  return all.value_at_percentile(percentile);
}

std::chrono::nanoseconds OpenResult::percentile_by_window(double percentile) const {
  std::vector<std::chrono::nanoseconds> values;
  for (const metrics::Histogram& window : response) values.push_back(window.value_at_percentile(percentile));
  if (values.empty()) return {};
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

OpenResult run_open_load(const OpenLoad& load) {
  spdlog::set_level(spdlog::level::off);
  Load generator{load};
  actors::SystemOptions options;
  options.clock = actors::WallClock{.threads = 1};
  options.seed = load.seed;
  options.resources = load.resources;
  options.history = orchestration::HistoryPolicy::None;
  actors::System system{options, generator};
  return generator.run(system);
}

}  // namespace stepstorm::bench
