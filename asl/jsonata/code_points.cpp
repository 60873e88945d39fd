#include "asl/jsonata/code_points.hpp"

#include <algorithm>
#include <cmath>

namespace stepstorm::jsonata {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool is_complete(std::string_view text, std::size_t length) {
  if (length == 0 || length > text.size()) return false;
  return std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(length), is_continuation);
}

// Converts a position as JavaScript's slice() does: truncates to an integer, counts from the end if negative, and
// clamps to the text.
std::size_t slice_position(double position, std::size_t count) {
  const double whole = std::trunc(position);
  const auto end = static_cast<double>(count);
  return static_cast<std::size_t>(std::clamp(whole < 0 ? end + whole : whole, 0.0, end));
}

std::string_view skip_code_points(std::string_view text, std::size_t count) {
  while (count > 0 && !text.empty()) {
    static_cast<void>(take_code_point(text));
    --count;
  }
  return text;
}

}  // namespace

char32_t take_code_point(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = sequence_length(lead);
  if (!is_complete(text, length)) {
    text.remove_prefix(1);
    return replacement;
  }
  char32_t code_point = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  text.remove_prefix(length);
  return code_point;
}

void append_code_point(std::string& text, char32_t code_point) {
  const auto byte = [&](char32_t bits) { text += static_cast<char>(bits); };
  const auto continuation = [&](unsigned shift) { byte(0x80 | (code_point >> shift & 0x3F)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0 | code_point >> 6);
    continuation(0);
  } else if (code_point < 0x10000) {
    byte(0xE0 | code_point >> 12);
    continuation(6);
    continuation(0);
  } else {
    byte(0xF0 | code_point >> 18);
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

std::u32string code_points(std::string_view text) {
  std::u32string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) decoded += take_code_point(text);
  return decoded;
}

std::string utf8(std::u32string_view code_points) {
  std::string text;
  for (const char32_t code_point : code_points) append_code_point(text, code_point);
  return text;
}

bool is_surrogate(char32_t code_point) { return code_point >= 0xD800 && code_point <= 0xDFFF; }

std::size_t length_in_code_points(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

std::size_t length_in_utf16(std::string_view text) {
  const auto is_long = [](char byte) { return static_cast<unsigned char>(byte) >= 0xF0; };
  return length_in_code_points(text) + static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_long));
}

std::string_view substring(std::string_view text, double start, std::optional<double> length) {
  const std::size_t count = length_in_code_points(text);
  if (start < -static_cast<double>(count)) start = 0;
  if (length && *length <= 0) return {};
  const std::size_t from = slice_position(start, count);
  std::size_t to = count;
  if (length) to = slice_position((start >= 0 ? start : static_cast<double>(count) + start) + *length, count);
  if (to <= from) return {};
  const std::string_view rest = skip_code_points(text, from);
  return rest.substr(0, rest.size() - skip_code_points(rest, to - from).size());
}

std::string pad(std::string_view text, double width, std::string_view filling) {
  const auto wanted = static_cast<std::size_t>(std::trunc(std::abs(width)));
  const std::size_t count = length_in_code_points(text);
  if (wanted <= count) return std::string{text};
  if (filling.empty()) filling = " ";
  std::string padding;
  std::string_view left;
  for (std::size_t i = count; i < wanted; ++i) {
    if (left.empty()) left = filling;
    append_code_point(padding, take_code_point(left));
  }
  return width < 0 ? padding.append(text) : std::string{text}.append(padding);
}

}  // namespace stepstorm::jsonata
