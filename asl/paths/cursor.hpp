// Parses a Reference Path or an intrinsic call from left to right. Keeps the first problem.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace stepstorm::asl {

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::size_t position() const { return position_; }
  bool at_end() const { return position_ >= text_.size(); }
  std::string_view rest() const { return text_.substr(position_); }
  char peek() const { return at_end() ? '\0' : text_[position_]; }
  bool at(std::string_view token) const { return rest().starts_with(token); }
  void advance(std::size_t characters) { position_ += characters; }

  bool take(std::string_view token) {
    if (!at(token)) return false;
    position_ += token.size();
    return true;
  }

  void skip_blanks() {
    while (!at_end() && std::string_view(" \t\r\n").find(peek()) != std::string_view::npos) ++position_;
  }

  /// The longest run of characters that `belongs` accepts; it may be empty.
  template <class Belongs>
  std::string_view take_while(const Belongs& belongs) {
    const auto start = position_;
    while (!at_end() && belongs(peek())) ++position_;
    return text_.substr(start, position_ - start);
  }

  std::nullopt_t fail(std::string problem) {
    if (!problem_) problem_ = std::move(problem);
    return std::nullopt;
  }

  std::nullopt_t fail_here(std::string_view expected) {
    const auto found = at_end() ? "the end" : "'" + std::string(character()) + "'";
    return fail("Expected " + std::string(expected) + " at position " + std::to_string(position_) + " but found " +
                found);
  }

  const std::string& problem() const { return *problem_; }

 private:
  /// Returns all bytes of the UTF-8 character at the position.
  std::string_view character() const {
    std::size_t size = 1;
    while (size < rest().size() && (rest()[size] & '\xC0') == '\x80') ++size;
    return rest().substr(0, size);
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::optional<std::string> problem_;
};

}  // namespace stepstorm::asl
