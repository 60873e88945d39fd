// Memory that is counted by estimate: an Allowance is how much there may be, a Charge is a part of it, taken for as
// long as the Charge lives. Safe for concurrent use, but for one Charge.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace stepstorm::api {

class Allowance {
 public:
  explicit Allowance(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

  std::uint64_t bytes_max() const { return bytes_max_; }

  /// false: there is not so much left; nothing is taken.
  bool take(std::uint64_t bytes) {
    std::uint64_t taken = taken_;
    do {
      if (bytes > bytes_max_ - taken) return false;
    } while (!taken_.compare_exchange_weak(taken, taken + bytes));
    return true;
  }
  void give_back(std::uint64_t bytes) { taken_ -= bytes; }

 private:
  const std::uint64_t bytes_max_;
  std::atomic<std::uint64_t> taken_{0};  // never more than bytes_max_
};

class Charge {
 public:
  Charge() = default;
  explicit Charge(std::shared_ptr<Allowance> allowance) : allowance_(std::move(allowance)) {}
  Charge(Charge&& other) noexcept
      : allowance_(std::exchange(other.allowance_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  Charge& operator=(Charge&& other) noexcept {
    std::swap(allowance_, other.allowance_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~Charge() {
    if (allowance_) allowance_->give_back(bytes_);
  }

  /// Whether it takes from an allowance at all.
  bool is_of_any() const { return allowance_ != nullptr; }

  /// false: there is not so much left; nothing changes.
  bool set(std::uint64_t bytes) {
    if (bytes > bytes_ && !allowance_->take(bytes - bytes_)) return false;
    if (bytes < bytes_) allowance_->give_back(bytes_ - bytes);
    bytes_ = bytes;
    return true;
  }

 private:
  std::shared_ptr<Allowance> allowance_;  // null: charges nothing
  std::uint64_t bytes_ = 0;
};

}  // namespace stepstorm::api
