// Lexer: splits an expression into tokens. Throws a Failure (codes S01xx, S03xx) at the first invalid token.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "asl/jsonata/dialect.hpp"

namespace stepstorm::jsonata {

enum class TokenType : std::uint8_t { End, Operator, Name, Variable, Text, Number, Constant, Regex };

struct Token {
  TokenType type = TokenType::End;
  std::string text;   // the operator; a name without ` or $; a string without quotes; a regex's pattern
  std::string flags;  // of a regex
  double number = 0;
  std::size_t position = 0;  // byte offset after the token
};

class Lexer {
 public:
  Lexer(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {}

  /// Reads the next token. After an operand a slash divides, otherwise it begins a regular expression.
  Token next(bool after_operand);

 private:
  char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }
  void skip_blanks_and_comments();
  std::size_t operator_size() const;
  Token take(TokenType type, std::string text);
  Token read_text(char quote);
  void read_escape(std::string& into);
  Token read_quoted_name();
  Token read_number(std::string_view number, double value);
  Token read_word();
  Token read_regex();
  bool is_closing_slash() const;

  std::string_view text_;
  Dialect dialect_;
  std::size_t at_ = 0;
};

}  // namespace stepstorm::jsonata
