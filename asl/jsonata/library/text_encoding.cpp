#include "asl/jsonata/library/text_encoding.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "asl/jsonata/code_points.hpp"
#include "values/json.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr std::string_view base64_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view hexadecimal = "0123456789ABCDEF";
constexpr std::string_view url_marks = "-_.!~*'()";
constexpr std::string_view url_reserved = ";/?:@&=+$,#";

std::string low_bytes(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const char32_t code_point = take_code_point(text);
    if (code_point > 0xFFFF) bytes += static_cast<char>(0xD800 + ((code_point - 0x10000) >> 10));
    bytes += static_cast<char>(code_point);  // the low byte of the low surrogate equals that of the code point
  }
  return bytes;
}

std::optional<std::uint32_t> sextet(char character) {
  if (character == '-') character = '+';
  if (character == '_') character = '/';
  const std::size_t found = base64_alphabet.find(character);
  if (found == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint32_t>(found);
}

bool is_alphanumeric(char character) {
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
         (character >= 'A' && character <= 'Z');
}

bool contains(std::string_view set, char character) { return set.find(character) != std::string_view::npos; }

bool holds_surrogate(std::string_view text) {
  while (!text.empty()) {
    if (is_surrogate(take_code_point(text))) return true;
  }
  return false;
}

tl::unexpected<Failure> malformed(std::string_view function, std::string_view text) {
  return fail("D3140", function, to_text(Json(text)));
}

Expected<std::string> encode(std::string_view text, std::string_view function, std::string_view reserved) {
  if (holds_surrogate(text)) return malformed(function, text);
  std::string encoded;
  for (const char character : text) {
    if (is_alphanumeric(character) || contains(url_marks, character) || contains(reserved, character)) {
      encoded += character;
      continue;
    }
    const auto byte = static_cast<unsigned char>(character);
    encoded += {'%', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
  }
  return encoded;
}

int hex_value(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

// Removes "%hh" from the front of the text and returns its byte.
std::optional<char> take_escape(std::string_view& text) {
  if (text.size() < 3 || text[0] != '%') return std::nullopt;
  const int high = hex_value(text[1]);
  const int low = hex_value(text[2]);
  if (high < 0 || low < 0) return std::nullopt;
  text.remove_prefix(3);
  return static_cast<char>(high * 16 + low);
}

std::size_t bytes_announced_by(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

bool is_one_code_point(std::string_view bytes) {
  std::string_view rest = bytes;
  const char32_t code_point = take_code_point(rest);
  std::string encoded;
  append_code_point(encoded, code_point);
  return encoded == bytes && !is_surrogate(code_point) && code_point <= 0x10FFFF;
}

// Removes the escaped bytes of one code point from the front of the text and returns them.
std::optional<std::string> take_escaped_code_point(std::string_view& text) {
  std::string bytes;
  do {
    const std::optional<char> byte = take_escape(text);
    if (!byte) return std::nullopt;
    bytes += *byte;
  } while (bytes.size() < bytes_announced_by(bytes.front()));
  if (!is_one_code_point(bytes)) return std::nullopt;
  return bytes;
}

Expected<std::string> decode(std::string_view text, std::string_view function, std::string_view reserved) {
  std::string decoded;
  std::string_view rest = text;
  while (!rest.empty()) {
    if (rest.front() != '%') {
      decoded += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    const std::string_view escaped = rest;
    const std::optional<std::string> bytes = take_escaped_code_point(rest);
    if (!bytes) return malformed(function, text);
    const bool stays = contains(reserved, bytes->front());
    decoded += stays ? escaped.substr(0, escaped.size() - rest.size()) : std::string_view{*bytes};
  }
  return decoded;
}

}  // namespace

std::string base64_encode(std::string_view text) {
  const std::string bytes = low_bytes(text);
  std::string encoded;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = i; k < i + 3; ++k)
      bits = bits << 8 | (k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0);
    const std::size_t characters = std::min<std::size_t>(bytes.size() - i, 3) + 1;
    for (std::size_t k = 0; k < 4; ++k) encoded += k < characters ? base64_alphabet[bits >> (18 - 6 * k) & 63] : '=';
  }
  return encoded;
}

std::string base64_decode(std::string_view text) {
  std::string decoded;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char character : text.substr(0, text.find('='))) {
    const std::optional<std::uint32_t> six = sextet(character);
    if (!six) continue;
    bits = bits << 6 | *six;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    append_code_point(decoded, bits >> count & 0xFF);
  }
  return decoded;
}

Expected<std::string> encode_url(std::string_view text) { return encode(text, "encodeUrl", url_reserved); }

Expected<std::string> encode_url_component(std::string_view text) { return encode(text, "encodeUrlComponent", {}); }

Expected<std::string> decode_url(std::string_view text) { return decode(text, "decodeUrl", url_reserved); }

Expected<std::string> decode_url_component(std::string_view text) { return decode(text, "decodeUrlComponent", {}); }

}  // namespace stepstorm::jsonata
