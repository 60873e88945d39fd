#include "values/utf8.hpp"

#include <array>
#include <cstdio>

namespace stepstorm {
namespace {

/// What the first byte says: how many follow it, and what the first of those may be.
struct Lead {
  std::size_t trail = 0;
  unsigned char second_min = 0x80;
  unsigned char second_max = 0xBF;
};

/// Of a byte from 0xC2 to 0xF4. Source: Unicode Standard, table 3-7.
Lead lead_of(unsigned char byte) {
  if (byte < 0xE0) return {1};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte < 0xF0) return {2};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {3};
}

bool is_between(unsigned char byte, unsigned char min, unsigned char max) { return byte >= min && byte <= max; }

constexpr Character foreign_byte{.bytes = 1, .code = 0xFFFD, .valid = false};

}  // namespace

Character first_character(std::string_view text) {
  if (text.empty()) return {};
  const auto byte_at = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte_at(0);
  if (first < 0x80) return {.bytes = 1, .code = first};
  if (!is_between(first, 0xC2, 0xF4)) return foreign_byte;
  const Lead lead = lead_of(first);
  if (text.size() <= lead.trail || !is_between(byte_at(1), lead.second_min, lead.second_max)) return foreign_byte;
  char32_t code = first & (0x3Fu >> lead.trail);
  for (std::size_t at = 1; at <= lead.trail; ++at) {
    if (!is_between(byte_at(at), 0x80, 0xBF)) return foreign_byte;
    code = (code << 6) | (byte_at(at) & 0x3Fu);
  }
  return {.bytes = lead.trail + 1, .code = code};
}

std::size_t utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Character character = first_character(text.substr(at));
    if (!character.valid) break;
    at += character.bytes;
  }
  return at;
}

bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029 ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

std::string escape_of(char32_t control) {
  if (control == U'\n') return "\\n";
  if (control == U'\r') return "\\r";
  if (control == U'\t') return "\\t";
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(control & 0xFFFF));
  return text.data();
}

std::string on_one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    if (is_control(character.code))
      line += escape_of(character.code);
    else
      line += text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
  }
  return line;
}

}  // namespace stepstorm
