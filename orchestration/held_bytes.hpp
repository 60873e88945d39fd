// HeldBytes: estimates the memory that one orchestrator's open executions hold, in bytes, without measuring each at
// each step. Long executions may hold anything: each is measured, and again whenever it has grown by half. Short
// executions are many and alike: a few are sampled now and then, and the others are taken to hold the samples' mean.
// Pure and deterministic: the choice of samples depends only on the sequence of calls.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace stepstorm::orchestration {

/// Kept with each execution.
struct HeldBytesOf {
  std::uint32_t steps = 0;
  std::uint32_t measured_at = 0;  // steps and events at the last measurement; 0: not measured, counted by the mean
  std::uint64_t bytes = 0;        // at the last measurement
};

class HeldBytes {
 public:
  void opened() { ++alike_; }
  void closed(const HeldBytesOf& of) {
    if (of.measured_at == 0)
      --alike_;
    else
      measured_ -= of.bytes;
  }

  /// Counts a step of an execution that has this many events. Returns whether to measure it now.
  [[nodiscard]] static bool stepped(HeldBytesOf& of, std::uint32_t events) {
    const std::uint32_t gone = ++of.steps + events;
    return gone >= far && gone - of.measured_at >= of.measured_at / 2;
  }
  void measured(HeldBytesOf& of, std::uint32_t events, std::uint64_t bytes) {
    closed(of);
    of.measured_at = of.steps + events;
    of.bytes = bytes;
    measured_ += bytes;
  }

  /// Counts a step of any execution. Returns whether to sample some short executions now.
  [[nodiscard]] bool is_time_to_look() {
    if (++happened_ < look_at_) return false;
    look_at_ += happened_ < seldom ? happened_ : seldom;
    return true;
  }
  static constexpr std::uint32_t looked_at_once = 4;  // executions per sampling
  /// Records one sample.
  void seen(std::uint64_t bytes) {
    seen_sum_ += bytes - seen_[seen_count_ % seen_.size()];
    seen_[seen_count_++ % seen_.size()] = bytes;
  }

  /// Returns the mean of the latest samples.
  std::uint64_t mean() const {
    const std::uint64_t count = seen_count_ < seen_.size() ? seen_count_ : seen_.size();
    return count > 0 ? seen_sum_ / count : 0;
  }
  std::uint64_t bytes() const { return measured_ + alike_ * mean(); }

 private:
  static constexpr std::uint32_t far = 96;      // steps and events of a long execution; an ordinary order has about 20
  static constexpr std::uint64_t seldom = 256;  // steps of all executions between two samplings, at most

  std::uint64_t alike_ = 0;     // executions that are not measured
  std::uint64_t measured_ = 0;  // bytes of the measured executions
  std::uint64_t happened_ = 0;
  std::uint64_t look_at_ = 1;
  std::array<std::uint64_t, 64> seen_{};
  std::uint64_t seen_sum_ = 0;
  std::uint64_t seen_count_ = 0;
};

}  // namespace stepstorm::orchestration
