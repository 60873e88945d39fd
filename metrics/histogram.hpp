// A histogram of durations with three significant digits: HdrHistogram's buckets, without its upper limit.
// Recording takes constant time and allocates only when a value is twice as large as any before it. The order of
// recording and merging does not matter: equal multisets of values make equal histograms.
// Pure. Not safe for concurrent use: one per thread, merged at the end.
// Source: HdrHistogram 2.1, numberOfSignificantValueDigits = 3.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "metrics/wide.hpp"

namespace stepstorm::metrics {

class Histogram {
 public:
  using Duration = std::chrono::nanoseconds;

  /// `value` must not be negative.
  void record(Duration value, std::uint64_t count = 1) {
    assert(value.count() >= 0);
    if (count == 0) return;
    const std::size_t slot = slot_of(value.count());
    if (slot >= counts_.size()) grow_to(slot);
    counts_[slot] += count;
    count_ += count;
    sum_ += WideSum{static_cast<std::uint64_t>(value.count())} * count;
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
  }

  /// Adds all values of `other`.
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }

  // All of these are 0 when nothing has been recorded.

  /// Exact.
  Duration min() const { return count_ == 0 ? Duration{0} : min_; }
  Duration max() const { return max_; }
  /// Sum of all values in nanoseconds; exact.
  WideSum sum() const { return sum_; }
  std::chrono::duration<double, std::nano> mean() const;
  /// Population standard deviation of the values; each counts as the middle of its slot.
  std::chrono::duration<double, std::nano> stddev() const;

  /// Returns the least value that `percentile` percent (0 to 100) of the values do not exceed, rounded up by less than
  /// 1/1024 of it.
  Duration value_at_percentile(double percentile) const;

  /// Counts the values above `value`. Values less than 1/1024 above it may count as equal.
  std::uint64_t count_above(Duration value) const;

  /// Returns HdrHistogram's percentile distribution, as its plotters read it. Values are divided by `value_scale`;
  /// `ticks` is the number of lines for each halving of the distance to 100 %.
  std::string hgrm(Duration value_scale = std::chrono::milliseconds{1}, int ticks = 5) const;

  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  // Values below 2048 have a slot each; from there on, every doubling of the value has 1024 slots of equal width.
  static constexpr int sub_bucket_bits = 11;
  static constexpr std::size_t half_bucket = std::size_t{1} << (sub_bucket_bits - 1);

  static std::size_t slot_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    const int bucket = std::bit_width(bits | (2 * half_bucket - 1)) - sub_bucket_bits;
    return static_cast<std::size_t>(bucket) * half_bucket + static_cast<std::size_t>(bits >> bucket);
  }

  struct Slot {
    std::int64_t lowest;
    std::int64_t width;
    Duration highest() const { return Duration{lowest + (width - 1)}; }
    double middle() const {
      const std::int64_t half = width / 2;
      return static_cast<double>(lowest + half);
    }
  };
  static Slot slot_at(std::size_t index);

  void grow_to(std::size_t slot);
  int bucket_count() const;
  std::string percentile_lines(double value_scale, int ticks) const;

  std::vector<std::uint64_t> counts_;  // one per slot, up to the end of the largest value's bucket
  std::uint64_t count_ = 0;
  WideSum sum_ = 0;
  Duration min_ = Duration::max();
  Duration max_{0};
};

}  // namespace stepstorm::metrics
