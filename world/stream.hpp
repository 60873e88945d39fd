// Seeded streams of random numbers: one seed per run, one named stream per purpose, so that a new draw for one purpose
// changes no other draws. A stream is a value of eight bytes; equal seeds and names give equal numbers on every
// machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stepstorm::world {

class Stream {
 public:
  Stream() = default;
  explicit Stream(std::uint64_t seed) : state_(seed) {}

  /// Returns the stream for one purpose of a run: Stream::named(seed, "arrivals").
  static Stream named(std::uint64_t seed, std::string_view name);

  /// Returns the stream of one number within this purpose. Does not advance this stream.
  [[nodiscard]] Stream of(std::uint64_t number) const { return Stream{mix(state_ ^ mix(number + golden_gamma))}; }

  /// Returns the stream of one name within this purpose; faster than `named`.
  [[nodiscard]] Stream of(std::string_view name) const;

  std::uint64_t bits() {
    state_ += golden_gamma;
    return mix(state_);
  }
  /// In [0, 1).
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
  /// In [0, bound), bound at least 1, without bias.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t biased = (0 - bound) % bound;  // 2^64 mod bound: draws below it would favour small results
    std::uint64_t draw = bits();
    while (draw < biased) draw = bits();
    return draw % bound;
  }
  /// A version 4 UUID.
  std::string uuid();

 private:
  // SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
  static constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15;

  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_ = 0;
};

}  // namespace stepstorm::world
