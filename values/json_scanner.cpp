#include "values/json_scanner.hpp"

#include <algorithm>

namespace stepstorm {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_punctuation(char c) { return std::string_view("{}[],:\"").find(c) != std::string_view::npos; }

}  // namespace

JsonScanner::JsonScanner(std::string_view text) : text_(text) {
  if (text.starts_with(byte_order_mark)) offset_ = byte_order_mark.size();
  skip_space();
}

void JsonScanner::step() {
  if (!at_end()) ++offset_;
  skip_space();
}

std::string_view JsonScanner::take_string() {
  const auto start = offset_;
  skip_string();
  const auto token = text_.substr(start, offset_ - start);
  skip_space();
  return token;
}

void JsonScanner::skip_value() {
  std::size_t open = 0;
  do {
    if (at('{') || at('[')) ++open;
    if ((at('}') || at(']')) && open > 0) --open;
    skip_token();
  } while (!at_end() && open > 0);
}

void JsonScanner::skip_token() {
  if (at('"')) {
    skip_string();
  } else if (at_end() || is_punctuation(text_[offset_])) {
    return step();
  } else {
    while (!at_end() && !is_punctuation(text_[offset_]) && !is_space(text_[offset_])) ++offset_;
  }
  skip_space();
}

void JsonScanner::skip_space() {
  while (!at_end() && is_space(text_[offset_])) ++offset_;
}

void JsonScanner::skip_string() {
  for (++offset_; !at_end() && text_[offset_] != '"'; ++offset_) {
    if (text_[offset_] == '\\') ++offset_;
  }
  offset_ = std::min(offset_ + 1, text_.size());
}

TextPosition position_of(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
          .column = 1 + before.size() - line_start};
}

}  // namespace stepstorm
