#include "world/stream.hpp"

#include <bit>
#include <cstring>

namespace stepstorm::world {
namespace {

constexpr std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

constexpr std::size_t word_bytes = sizeof(std::uint64_t);

/// So many bytes as a number that is the same on every machine.
std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, word_bytes);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

/// The same of a text of less bytes.
std::uint64_t word_of(std::string_view text) {
  std::uint64_t word = 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    word |= std::uint64_t{static_cast<unsigned char>(text[at])} << 8 * at;
  return word;
}

}  // namespace

Stream Stream::named(std::uint64_t seed, std::string_view name) {
  return Stream{mix(mix(seed + golden_gamma) ^ fnv1a(name))};
}

Stream Stream::of(std::string_view name) const {
  std::uint64_t state = state_ ^ mix(name.size() + golden_gamma);
  if (name.size() < word_bytes) return Stream{mix(state ^ word_of(name))};
  const char* const last = name.data() + name.size() - word_bytes;
  for (const char* at = name.data(); at < last; at += word_bytes) state = mix(state ^ word_at(at));
  return Stream{mix(state ^ word_at(last))};
}

std::string Stream::uuid() {
  constexpr std::string_view digits = "0123456789abcdef";
  const std::uint64_t high = (bits() & ~0xf000ull) | 0x4000ull;                        // version 4
  const std::uint64_t low = (bits() & 0x3fffffffffffffffull) | 0x8000000000000000ull;  // variant 10
  std::string text(36, '-');
  auto at = text.begin();
  const auto put = [&](std::uint64_t half, int from, int to) {
    for (int nibble = from; nibble < to; ++nibble) *at++ = digits[half >> (60 - 4 * nibble) & 0xf];
    if (at != text.end()) ++at;
  };
  put(high, 0, 8), put(high, 8, 12), put(high, 12, 16), put(low, 0, 4);
  put(low, 4, 16);
  return text;
}

}  // namespace stepstorm::world
