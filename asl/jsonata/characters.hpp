// Classification and case of single ASCII characters.
#pragma once

namespace stepstorm::jsonata {

[[nodiscard]] inline bool is_blank(char character) {
  return character == ' ' || (character >= '\t' && character <= '\r');
}

[[nodiscard]] inline char lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

}  // namespace stepstorm::jsonata
