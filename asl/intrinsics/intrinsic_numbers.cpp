#include <array>
#include <cstdio>

#include "asl/intrinsics/intrinsic_computations.hpp"

namespace stepstorm::asl::intrinsics {
namespace {

bool fits_int32(std::int64_t value) { return value == static_cast<std::int32_t>(value); }

/// SplitMix64, Sebastiano Vigna: neighbouring seeds give unrelated bits.
std::uint64_t scramble(std::uint64_t seed) {
  seed += 0x9E3779B97F4A7C15;
  seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
  seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EB;
  return seed ^ (seed >> 31);
}

}  // namespace

Outcome math_add(Arguments arguments, const References&) {
  const auto left = rounded(*arguments[0]);
  const auto right = rounded(*arguments[1]);
  if (!left || !right || !fits_int32(*left) || !fits_int32(*right) || !fits_int32(*left + *right)) return refuse();
  return *left + *right;
}

/// In [start, end).
Outcome math_random(Arguments arguments, const References& references) {
  const auto start = truncated(*arguments[0]);
  const auto end = truncated(*arguments[1]);
  if (!start || !end || *start >= *end) return refuse();
  const auto seed = arguments.size() == 3 ? truncated(*arguments[2]) : std::nullopt;
  if (arguments.size() == 3 && !seed) return refuse();
  const auto bits = seed ? scramble(static_cast<std::uint64_t>(*seed)) : references.random_bits();
  const auto range = static_cast<std::uint64_t>(*end) - static_cast<std::uint64_t>(*start);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(*start) + bits % range);
}

/// RFC 9562, version 4. The service ignores arguments.
Outcome uuid(Arguments, const References& references) {
  const auto high = (references.random_bits() & ~0xF000ull) | 0x4000ull;
  const auto low = (references.random_bits() & ~(3ull << 62)) | (2ull << 62);
  std::array<char, 37> text;
  std::snprintf(text.data(),
                text.size(),
                "%08x-%04x-%04x-%04x-%012llx",
                static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xFFFF),
                static_cast<unsigned>(high & 0xFFFF),
                static_cast<unsigned>(low >> 48),
                static_cast<unsigned long long>(low & 0xFFFF'FFFF'FFFF));
  return text.data();
}

}  // namespace stepstorm::asl::intrinsics
