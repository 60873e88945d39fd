#include "asl/jsonata/lexer.hpp"

#include <cmath>

#include "asl/jsonata/code_points.hpp"
#include "asl/jsonata/pictures/number_text.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr std::string_view blanks = " \t\n\r\v";
constexpr std::string_view single_operators = ".[]{}(),@#;:?+-*/%|=<>^&!~";

bool is_gap(char character) { return blanks.find(character) != std::string_view::npos; }
bool is_operator(char character) { return single_operators.find(character) != std::string_view::npos; }

bool is_hex(char character) {
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f') ||
         (character >= 'A' && character <= 'F');
}

bool is_high_surrogate(unsigned unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low_surrogate(unsigned unit) { return unit >= 0xdc00 && unit < 0xe000; }

}  // namespace

void Lexer::skip_blanks_and_comments() {
  for (;;) {
    while (at_ < text_.size() && is_gap(text_[at_])) ++at_;
    if (at(at_) != '/' || at(at_ + 1) != '*') return;
    const std::size_t close = text_.find("*/", at_ + 2);
    if (close == std::string_view::npos) stop_at(at_, "S0106");
    at_ = close + 2;
  }
}

std::size_t Lexer::operator_size() const {
  constexpr std::string_view doubles[] = {"..", ":=", "!=", ">=", "<=", "**", "~>"};
  const std::string_view two = text_.substr(at_, 2);
  for (const std::string_view known : doubles)
    if (two == known) return 2;
  if (dialect_ == Dialect::V2_2 && (two == "?:" || two == "??")) return 2;
  return is_operator(at(at_)) && at_ < text_.size() ? 1 : 0;
}

Token Lexer::take(TokenType type, std::string text) {
  Token token;
  token.type = type;
  token.text = std::move(text);
  token.position = at_;
  return token;
}

Token Lexer::next(bool after_operand) {
  skip_blanks_and_comments();
  if (at_ >= text_.size()) return take(TokenType::End, "(end)");
  const char first = text_[at_];
  if (first == '/' && !after_operand) return read_regex();
  if (const std::size_t size = operator_size(); size != 0) {
    at_ += size;
    return take(TokenType::Operator, std::string{text_.substr(at_ - size, size)});
  }
  if (first == '"' || first == '\'') return read_text(first);
  if (const auto number = read_number_literal(text_.substr(at_)))
    return read_number(text_.substr(at_, number->length), number->value);
  if (first == '`') return read_quoted_name();
  return read_word();
}

Token Lexer::read_number(std::string_view number, double value) {
  if (!std::isfinite(value)) stop_at(at_, "S0102", number);
  at_ += number.size();
  Token token = take(TokenType::Number, std::string{number});
  token.number = value;
  return token;
}

Token Lexer::read_text(char quote) {
  std::string read;
  for (++at_; at_ < text_.size(); ++at_) {
    const char character = text_[at_];
    if (character == quote) {
      ++at_;
      return take(TokenType::Text, std::move(read));
    }
    if (character == '\\') {
      ++at_;
      read_escape(read);
    } else {
      read += character;
    }
  }
  stop_at(at_, "S0101");
}

// Starts at the character after the backslash and ends at the last byte of the escape.
void Lexer::read_escape(std::string& into) {
  constexpr std::string_view escaped = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  const char character = at(at_);
  if (const std::size_t known = escaped.find(character); character != '\0' && known != std::string_view::npos) {
    into += meant[known];
    return;
  }
  if (character != 'u') stop_at(at_, "S0103", text_.substr(at_, 1));
  const auto read_unit = [this](std::size_t from) -> int {
    const std::string_view digits = text_.substr(std::min(from, text_.size()), 4);
    for (const char digit : digits)
      if (!is_hex(digit)) return -1;
    return digits.size() == 4 ? std::stoi(std::string{digits}, nullptr, 16) : -1;
  };
  const int unit = read_unit(at_ + 1);
  if (unit < 0) stop_at(at_, "S0104");
  at_ += 4;
  auto point = static_cast<unsigned>(unit);
  if (is_high_surrogate(point) && at(at_ + 1) == '\\' && at(at_ + 2) == 'u') {
    const int second = read_unit(at_ + 3);
    if (second >= 0 && is_low_surrogate(static_cast<unsigned>(second))) {
      point = 0x10000 + ((point - 0xd800) << 10) + (static_cast<unsigned>(second) - 0xdc00);
      at_ += 6;
    }
  }
  append_code_point(into, point);
}

Token Lexer::read_quoted_name() {
  const std::size_t close = text_.find('`', at_ + 1);
  if (close == std::string_view::npos) stop_at(text_.size(), "S0105");
  std::string name{text_.substr(at_ + 1, close - at_ - 1)};
  at_ = close + 1;
  return take(TokenType::Name, std::move(name));
}

Token Lexer::read_word() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && !is_gap(text_[at_]) && !is_operator(text_[at_])) ++at_;
  const std::string_view word = text_.substr(begin, at_ - begin);
  if (word.starts_with('$')) return take(TokenType::Variable, std::string{word.substr(1)});
  if (word == "and" || word == "or" || word == "in") return take(TokenType::Operator, std::string{word});
  if (word == "true" || word == "false" || word == "null") return take(TokenType::Constant, std::string{word});
  return take(TokenType::Name, std::string{word});
}

bool Lexer::is_closing_slash() const {
  std::size_t backslashes = 0;
  while (text_[at_ - 1 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 0;
}

// A slash inside brackets, braces or parentheses does not end the expression.
Token Lexer::read_regex() {
  const std::size_t begin = ++at_;
  int depth = 0;
  for (; at_ < text_.size(); ++at_) {
    const char character = text_[at_];
    if (character == '/' && depth == 0 && is_closing_slash()) {
      if (at_ == begin) stop_at(at_, "S0301");
      std::string pattern{text_.substr(begin, at_ - begin)};
      const std::size_t flags = ++at_;
      while (at(at_) == 'i' || at(at_) == 'm') ++at_;
      Token token = take(TokenType::Regex, std::move(pattern));
      token.flags = text_.substr(flags, at_ - flags);
      return token;
    }
    if (text_[at_ - 1] == '\\') continue;
    if (character == '(' || character == '[' || character == '{') ++depth;
    if (character == ')' || character == ']' || character == '}') --depth;
  }
  stop_at(at_, "S0302");
}

}  // namespace stepstorm::jsonata
