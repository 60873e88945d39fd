// CircuitBreaker. Closed: calls pass, and a sliding window counts their failures. Open: no call passes. Half open: a
// fixed number of probes passes; the first failed probe reopens the circuit, and when all succeed it closes.
// Reads no clock: it is given the time, which must not go back.
//
// Results of calls that began before the last change of state are ignored; the round in which a call began tells. A
// probe that never ends is waited for: a task whose workers may hang needs a TimeoutSeconds, as without a circuit
// breaker.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "orchestration/policies/policies.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::policies {

enum class CallEnd {
  Succeeded,
  Failed,
  Abandoned,  // no longer waited for, for reasons unrelated to the callee
};

class CircuitBreaker {
 public:
  /// Counts the changes of state.
  using Round = std::uint32_t;

  CircuitBreaker(CircuitBreakerOptions options, TimePoint now);

  /// Returns the round to pass to ended() when the call ends, or nullopt when the call must not be made.
  [[nodiscard]] std::optional<Round> begin(TimePoint now);
  void ended(Round round, CallEnd end, TimePoint now);
  /// Returns whether begin() would let a call pass.
  bool lets_pass(TimePoint now) const;

  std::uint64_t openings() const { return openings_; }
  /// Returns the total time it has been open until now; half open does not count.
  world::Duration open_time(TimePoint now) const;
  bool ignores(const std::string& error) const { return options_.ignored_errors.contains(error); }

 private:
  enum class State { Closed, Open, HalfOpen };
  static constexpr std::int64_t slices = 10;  // the window slides by one slice at a time

  struct Slice {
    std::uint64_t calls = 0;
    std::uint64_t failures = 0;
  };

  void slide(TimePoint now);
  void judge(CallEnd end, TimePoint now);
  void judge_probe(CallEnd end, TimePoint now);
  void change(State state);
  void open(TimePoint now);

  CircuitBreakerOptions options_;
  State state_ = State::Closed;
  Round round_ = 0;
  std::uint64_t openings_ = 0;
  TimePoint begin_;
  TimePoint open_until_;
  std::array<Slice, slices> window_{};
  std::int64_t slice_ = 0;  // number of the latest slice since begin_
  std::uint64_t probes_under_way_ = 0;
  std::uint64_t probes_succeeded_ = 0;
};

}  // namespace stepstorm::policies
