#include "orchestration/policies/circuit_breaker.hpp"

#include <algorithm>
#include <utility>

namespace stepstorm::policies {

CircuitBreaker::CircuitBreaker(CircuitBreakerOptions options, TimePoint now)
    : options_(std::move(options)), begin_(now), open_until_(now) {}

bool CircuitBreaker::lets_pass(TimePoint now) const {
  switch (state_) {
    case State::Closed: return true;
    case State::Open: return now >= open_until_;
    case State::HalfOpen: return probes_under_way_ + probes_succeeded_ < options_.probes;
  }
  return true;
}

std::optional<CircuitBreaker::Round> CircuitBreaker::begin(TimePoint now) {
  if (!lets_pass(now)) return std::nullopt;
  if (state_ == State::Open) change(State::HalfOpen);
  if (state_ == State::HalfOpen) ++probes_under_way_;
  return round_;
}

void CircuitBreaker::ended(Round round, CallEnd end, TimePoint now) {
  if (round != round_) return;
  if (state_ == State::HalfOpen)
    judge_probe(end, now);
  else
    judge(end, now);
}

void CircuitBreaker::judge(CallEnd end, TimePoint now) {
  if (end == CallEnd::Abandoned) return;
  slide(now);
  Slice& latest = window_[static_cast<std::size_t>(slice_ % slices)];
  ++latest.calls;
  if (end == CallEnd::Failed) ++latest.failures;
  Slice all;
  for (const Slice& slice : window_) all.calls += slice.calls, all.failures += slice.failures;
  const double limit = options_.failure_ratio * static_cast<double>(all.calls);
  if (all.calls >= options_.minimum_calls && static_cast<double>(all.failures) >= limit) open(now);
}

void CircuitBreaker::judge_probe(CallEnd end, TimePoint now) {
  --probes_under_way_;
  if (end == CallEnd::Failed) return open(now);
  if (end == CallEnd::Succeeded && ++probes_succeeded_ >= options_.probes) change(State::Closed);
}

void CircuitBreaker::open(TimePoint now) {
  change(State::Open);
  open_until_ = now + options_.open_for;
  ++openings_;
}

void CircuitBreaker::change(State state) {
  state_ = state;
  ++round_;
  window_ = {};
  probes_under_way_ = 0;
  probes_succeeded_ = 0;
}

/// It reopens only from half open, so every opening except the last has lasted its full time.
world::Duration CircuitBreaker::open_time(TimePoint now) const {
  if (openings_ == 0) return world::Duration{0};
  return options_.open_for * static_cast<std::int64_t>(openings_) -
         std::max<world::Duration>(open_until_ - now, world::Duration{0});
}

/// Empties the slices between the last call and now.
void CircuitBreaker::slide(TimePoint now) {
  const std::int64_t latest = (now - begin_) / std::max(options_.window / slices, world::Duration{1});
  for (std::int64_t passed = std::max(slice_ + 1, latest - slices + 1); passed <= latest; ++passed)
    window_[static_cast<std::size_t>(passed % slices)] = {};
  slice_ = latest;
}

}  // namespace stepstorm::policies
