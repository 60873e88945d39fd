// Makes definitions by repeating a segment of text; # is the segment's number, % the next segment's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stepstorm::bench {

inline std::string numbered(std::string_view segment, std::size_t number) {
  std::string text;
  for (const char letter : segment) {
    if (letter == '#')
      text += std::to_string(number);
    else if (letter == '%')
      text += std::to_string(number + 1);
    else
      text += letter;
  }
  return text;
}

/// Segments 0 to count - 1.
inline std::string repeated(std::string_view segment, std::size_t count) {
  std::string text;
  for (std::size_t number = 0; number < count; ++number) text += numbered(segment, number);
  return text;
}

}  // namespace stepstorm::bench
