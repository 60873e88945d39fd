#include "world/stream.hpp"

namespace stepstorm::world {
namespace {

// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15;

constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

constexpr std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

}  // namespace

Stream Stream::named(std::uint64_t seed, std::string_view name) {
  return Stream{mix(mix(seed + golden_gamma) ^ fnv1a(name))};
}

Stream Stream::of(std::uint64_t number) const { return Stream{mix(state_ ^ mix(number + golden_gamma))}; }

std::uint64_t Stream::bits() {
  state_ += golden_gamma;
  return mix(state_);
}

double Stream::uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

std::uint64_t Stream::below(std::uint64_t bound) {
  const std::uint64_t biased = (0 - bound) % bound;  // 2^64 mod bound: draws below it would favour small results
  std::uint64_t draw = bits();
  while (draw < biased) draw = bits();
  return draw % bound;
}

std::string Stream::uuid() {
  constexpr std::string_view digits = "0123456789abcdef";
  const std::uint64_t high = (bits() & ~0xf000ull) | 0x4000ull;                        // version 4
  const std::uint64_t low = (bits() & 0x3fffffffffffffffull) | 0x8000000000000000ull;  // variant 10
  std::string text;
  text.reserve(36);
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text += '-';
    const std::uint64_t half = nibble < 16 ? high : low;
    text += digits[(half >> (60 - 4 * (nibble % 16))) & 0xf];
  }
  return text;
}

}  // namespace stepstorm::world
