// A fuzzer's bytes as choices. When they run out, every choice is the first one, so that what is built from them ends.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace stepstorm::fuzz {

class ByteSource {
 public:
  explicit ByteSource(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }

  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }

  /// In [0, bound), bound from 1 to 256.
  std::size_t below(std::size_t bound) { return byte() % bound; }

  /// Rather not: true for one byte in `n`, and never once the bytes have run out.
  bool one_in(std::size_t n) { return below(n) == n - 1; }

  template <class T, std::size_t count>
  const T& pick(const std::array<T, count>& choices) {
    return choices[below(count)];
  }

 private:
  std::span<const std::uint8_t> rest_;
};

}  // namespace stepstorm::fuzz
