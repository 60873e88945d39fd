// Closed: calls pass, and are judged by a sliding window. Open: none pass. Half open: as many as there are probes; the
// first that fails opens it again, and when all have succeeded it closes. Told the time, which never goes back.
//
// What was begun before the circuit changed its state says nothing about the state it has now: such results are left
// out, by the round in which they began. A probe that never ends is waited for: a task whose workers may hang needs a
// TimeoutSeconds, as it does without a circuit breaker.
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
  Abandoned,  // not waited for any more, for reasons that have nothing to do with who was called
};

class CircuitBreaker {
 public:
  /// Counts the changes of state.
  using Round = std::uint32_t;

  CircuitBreaker(CircuitBreakerOptions options, TimePoint now);

  /// Absent: the call must not be made. Otherwise it must be told to `ended`, with this round.
  [[nodiscard]] std::optional<Round> begin(TimePoint now);
  void ended(Round round, CallEnd end, TimePoint now);
  /// Whether `begin` would let a call pass.
  bool lets_pass(TimePoint now) const;

  std::uint64_t openings() const { return openings_; }
  /// How long it has let no attempt pass until now, all openings together; half open does not count.
  world::Duration open_time(TimePoint now) const;
  bool ignores(const std::string& error) const { return options_.ignored_errors.contains(error); }

 private:
  enum class State { Closed, Open, HalfOpen };
  static constexpr std::int64_t slices = 10;  // of the window: it slides by one

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
  std::int64_t slice_ = 0;  // the latest, counted from the beginning
  std::uint64_t probes_under_way_ = 0;
  std::uint64_t probes_succeeded_ = 0;
};

}  // namespace stepstorm::policies
