// Random codes for people: characters drawn uniformly from an alphabet.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "world/stream.hpp"

namespace stepstorm::books {

/// A power of two: a character takes five bits of a draw, without bias.
inline constexpr std::size_t alphabet_size = 32;

/// `alphabet`: alphabet_size characters.
inline void draw_characters(std::span<char> out, std::string_view alphabet, world::Stream random) {
  std::uint64_t bits = 0;
  int left = 0;  // number of unused bits
  for (char& character : out) {
    if (left < 5) bits = random.bits(), left = 64;
    character = alphabet[bits % alphabet_size];
    bits /= alphabet_size;
    left -= 5;
  }
}

}  // namespace stepstorm::books
