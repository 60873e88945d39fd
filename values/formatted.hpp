// printf's formats for numbers, where <format> is missing: gcc 12 has none.
#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace stepstorm {

/// At most 159 bytes; what is longer is cut.
template <class... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

}  // namespace stepstorm
