#include "metrics/histogram.hpp"

#include <cmath>
#include <cstdio>

#include "values/formatted.hpp"

namespace stepstorm::metrics {
namespace {

// Lines from here to 100 % are half as dense as before each time the distance to it has halved.
double next_percentile(double percentile, int ticks) {
  const double halvings = std::floor(std::log2(100.0 / (100.0 - percentile)));
  return percentile + 100.0 / (ticks * std::exp2(halvings + 1));
}

}  // namespace

Histogram::Slot Histogram::slot_at(std::size_t index) {
  if (index < 2 * half_bucket) return {static_cast<std::int64_t>(index), 1};
  const std::size_t bucket = index / half_bucket - 1;
  return {static_cast<std::int64_t>(index - bucket * half_bucket) << bucket, std::int64_t{1} << bucket};
}

void Histogram::grow_to(std::size_t slot) {
  counts_.resize(std::max(2 * half_bucket, (slot / half_bucket + 1) * half_bucket));
}

void Histogram::merge(const Histogram& other) {
  if (other.counts_.size() > counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t slot = 0; slot < other.counts_.size(); ++slot) counts_[slot] += other.counts_[slot];
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

std::chrono::duration<double, std::nano> Histogram::mean() const {
  using Mean = std::chrono::duration<double, std::nano>;
  return count_ == 0 ? Mean{0} : Mean{static_cast<double>(sum_) / static_cast<double>(count_)};
}

std::chrono::duration<double, std::nano> Histogram::stddev() const {
  if (count_ == 0) return {};
  const double centre = mean().count();
  double sum = 0;
  double squares = 0;
  for (std::size_t slot = 0; slot < counts_.size(); ++slot) {
    if (counts_[slot] == 0) continue;
    const double deviation = slot_at(slot).middle() - centre;
    sum += deviation * static_cast<double>(counts_[slot]);
    squares += deviation * deviation * static_cast<double>(counts_[slot]);
  }
  const auto total = static_cast<double>(count_);
  return std::chrono::duration<double, std::nano>{
      std::sqrt(std::max(0.0, squares / total - sum / total * sum / total))};
}

Histogram::Duration Histogram::value_at_percentile(double percentile) const {
  assert(percentile >= 0 && percentile <= 100);
  // One step down, so that 99.9 % of 1000 values are 999 of them although 99.9 is not a binary fraction.
  const double share = std::nextafter(percentile, 0.0) * static_cast<double>(count_) / 100.0;
  const auto wanted = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share)));
  std::uint64_t seen = 0;
  for (std::size_t slot = 0; slot < counts_.size(); ++slot) {
    seen += counts_[slot];
    if (seen >= wanted) return std::min(slot_at(slot).highest(), max_);
  }
  return max_;
}

std::uint64_t Histogram::count_above(Duration value) const {
  std::uint64_t above = 0;
  for (std::size_t slot = slot_of(value.count()) + 1; slot < counts_.size(); ++slot) above += counts_[slot];
  return above;
}

// How many buckets HdrHistogram needs to track the largest value.
int Histogram::bucket_count() const {
  return std::bit_width(static_cast<std::uint64_t>(max_.count()) | (2 * half_bucket - 1)) - sub_bucket_bits + 1;
}

std::string Histogram::percentile_lines(double value_scale, int ticks) const {
  std::string text;
  double percentile = 0;
  std::uint64_t seen = 0;
  const auto value_of = [&](std::size_t slot) {
    return static_cast<double>(slot_at(slot).highest().count()) / value_scale;
  };
  for (std::size_t slot = 0; slot < counts_.size() && seen < count_; ++slot) {
    if (counts_[slot] == 0) continue;
    seen += counts_[slot];
    const double reached = 100.0 * static_cast<double>(seen) / static_cast<double>(count_);
    for (; percentile <= reached; percentile = next_percentile(percentile, ticks)) {
      text += formatted("%12.3f %2.12f %10llu %14.2f\n",
                        value_of(slot),
                        percentile / 100.0,
                        static_cast<unsigned long long>(seen),
                        1 / (1 - percentile / 100.0));
      if (seen == count_) break;  // the last value has this line and the one at 100 %
    }
  }
  text +=
      formatted("%12.3f %2.12f %10llu\n", value_of(slot_of(max_.count())), 1.0, static_cast<unsigned long long>(seen));
  return text;
}

std::string Histogram::hgrm(Duration value_scale, int ticks) const {
  assert(value_scale.count() > 0 && ticks > 0);
  const auto scale = static_cast<double>(value_scale.count());
  std::string text = formatted("%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  if (count_ > 0) text += percentile_lines(scale, ticks);
  const double largest = count_ == 0 ? 0.0 : static_cast<double>(slot_at(slot_of(max_.count())).highest().count());
  text += formatted("#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", mean().count() / scale, stddev().count() / scale);
  text += formatted(
      "#[Max     = %12.3f, Total count    = %12llu]\n", largest / scale, static_cast<unsigned long long>(count_));
  text += formatted("#[Buckets = %12d, SubBuckets     = %12d]\n", bucket_count(), 1 << sub_bucket_bits);
  return text;
}

}  // namespace stepstorm::metrics
