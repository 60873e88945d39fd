#include "asl/string_pattern.hpp"

namespace stepstorm::asl {

std::optional<StringPattern> StringPattern::parse(std::string_view text) {
  StringPattern pattern;
  pattern.literals_.emplace_back();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*') {
      pattern.literals_.emplace_back();
      continue;
    }
    if (text[i] == '\\' && (++i == text.size() || (text[i] != '*' && text[i] != '\\'))) return std::nullopt;
    pattern.literals_.back() += text[i];
  }
  return pattern;
}

bool StringPattern::matches(std::string_view text) const {
  if (literals_.size() == 1) return text == literals_.front();
  if (!text.starts_with(literals_.front())) return false;
  text.remove_prefix(literals_.front().size());
  for (std::size_t i = 1; i + 1 < literals_.size(); ++i) {  // the leftmost fit leaves the most for the rest
    const auto at = text.find(literals_[i]);
    if (at == text.npos) return false;
    text.remove_prefix(at + literals_[i].size());
  }
  return text.ends_with(literals_.back());
}

}  // namespace stepstorm::asl
