// Moves through JSON text from token to token and reports positions, without building values.
#pragma once

#include <cstddef>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm {

/// On text that is not JSON the position is unspecified, but never past the end.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text);

  std::size_t offset() const { return offset_; }
  bool at_end() const { return offset_ >= text_.size(); }
  bool at(char c) const { return !at_end() && text_[offset_] == c; }

  /// Steps over one character and the space behind it.
  void step();

  /// Returns the string at the position and moves behind it; keeps the quotes, does not resolve escapes.
  std::string_view take_string();

  void skip_value();
  void skip_token();

 private:
  void skip_space();
  void skip_string();

  std::string_view text_;
  std::size_t offset_ = 0;
};

[[nodiscard]] TextPosition position_of(std::string_view text, std::size_t offset);

}  // namespace stepstorm
