#include "bench/harness/generator.hpp"

#include <cstddef>

#include "world/stream.hpp"

namespace stepstorm::bench {
namespace {

constexpr std::uint64_t batch_max = 64;

/// More orders than this are never open.
constexpr std::size_t remembered = std::size_t{1} << 20;

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

Generator::Generator(const OpenLoad& load)
    : load_(load),
      arrivals_(world::PoissonArrivals{load.rate}, world::Stream::named(load.seed, "arrivals")),
      arrived_at_(remembered) {}

void Generator::begin() {
  begin_ = Clock::now();
  warm_ = begin_ + load_.warm_up;
  end_ = begin_ + load_.duration;
  next_ = begin_ + *arrivals_.next();
}

/// Takes the orders that are due, at most a batch.
OrderNumbers Generator::due(Clock::time_point now, std::uint64_t open) {
  OrderNumbers numbers{result_.started, 0};
  const bool full = open + batch_max > load_.open_max;
  for (std::uint64_t count = 0; next_ <= now && count < batch_max; ++count) {
    ++result_.arrivals;
    if (full) {
      ++result_.turned_away;
    } else {
      arrived_at_[result_.started++ % remembered] = next_;
      ++numbers.count;
    }
    next_ = begin_ + *arrivals_.next();
  }
  return numbers;
}

void Generator::no_more() {
  arriving_.store(false);
  result_.arrivals_per_second = static_cast<double>(result_.arrivals) / seconds(Clock::now() - begin_);
}

void Generator::ended(std::uint64_t number, bool succeeded) {
  ++result_.ended;
  if (!succeeded) return;
  ++result_.succeeded;
  if (arriving_.load(std::memory_order_relaxed)) ++in_time_;
  const auto arrived_at = arrived_at_[number % remembered];
  if (arrived_at >= warm_) result_.response.record(Clock::now() - arrived_at);
}

OpenResult Generator::result() const {
  OpenResult result = result_;
  result.goodput = static_cast<double>(in_time_) / seconds(load_.duration);
  return result;
}

}  // namespace stepstorm::bench
