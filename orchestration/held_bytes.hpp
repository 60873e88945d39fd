// How many bytes the open executions of one orchestrator hold, without looking at each at each step. Those that have
// gone far are measured, again whenever they have gone on by half: they may hold anything. The others are many and alike:
// now and then some of them are measured, and the rest is taken to hold as much on the average.
// Pure and deterministic: what is measured depends on what has happened only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace stepstorm::orchestration {

/// What is kept with each execution.
struct HeldBytesOf {
  std::uint32_t steps = 0;
  std::uint32_t measured_at = 0;  // 0: it counts as one of many
  std::uint64_t bytes = 0;        // as measured
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

  /// An execution with so many events has taken a step. Whether it is to be measured now.
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

  /// Something has happened. Whether some of the many are to be looked at now.
  [[nodiscard]] bool is_time_to_look() {
    if (++happened_ < look_at_) return false;
    look_at_ += happened_ < seldom ? happened_ : seldom;
    return true;
  }
  static constexpr std::uint32_t looked_at_once = 4;
  void seen(std::uint64_t bytes) {
    seen_sum_ += bytes - seen_[seen_count_ % seen_.size()];
    seen_[seen_count_++ % seen_.size()] = bytes;
  }

  /// Of those that were looked at last.
  std::uint64_t mean() const {
    const std::uint64_t count = seen_count_ < seen_.size() ? seen_count_ : seen_.size();
    return count > 0 ? seen_sum_ / count : 0;
  }
  std::uint64_t bytes() const { return measured_ + alike_ * mean(); }

 private:
  static constexpr std::uint32_t far = 96;      // steps and events: an ordinary order has some twenty
  static constexpr std::uint64_t seldom = 256;  // steps of all executions between two looks

  std::uint64_t alike_ = 0;     // executions that are not measured
  std::uint64_t measured_ = 0;  // bytes of the others
  std::uint64_t happened_ = 0;
  std::uint64_t look_at_ = 1;
  std::array<std::uint64_t, 64> seen_{};
  std::uint64_t seen_sum_ = 0;
  std::uint64_t seen_count_ = 0;
};

}  // namespace stepstorm::orchestration
