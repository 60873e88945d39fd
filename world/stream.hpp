// Seeded streams of random numbers: one seed per run, one named stream per purpose, so that a new draw in one place
// moves no other. A stream is a value of eight bytes; equal seeds and names give equal numbers on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stepstorm::world {

class Stream {
 public:
  explicit Stream(std::uint64_t seed = 0) : state_(seed) {}

  /// The stream for one purpose of a run: Stream::named(seed, "arrivals").
  static Stream named(std::uint64_t seed, std::string_view name);

  /// The stream of one numbered thing within this purpose. Leaves this stream where it is.
  [[nodiscard]] Stream of(std::uint64_t number) const;

  std::uint64_t bits();
  /// In [0, 1).
  double uniform();
  /// In [0, bound), bound at least 1, without bias.
  std::uint64_t below(std::uint64_t bound);
  /// A version 4 UUID.
  std::string uuid();

 private:
  std::uint64_t state_;
};

}  // namespace stepstorm::world
