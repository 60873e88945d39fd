#include "config/comments.hpp"

#include <algorithm>

namespace stepstorm::config {
namespace {

/// Returns the position behind the string that begins at `quote`.
std::size_t end_of_text(std::string_view text, std::size_t quote) {
  for (std::size_t at = quote + 1; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"')
      return at + 1;
  }
  return text.size();
}

/// Returns the position behind the comment at `begin`; `begin` itself when there is none, or it does not end.
std::size_t end_of_comment(std::string_view text, std::size_t begin) {
  const std::string_view opening = text.substr(begin, 2);
  if (opening == "//") return std::min(text.find('\n', begin), text.size());
  const auto closing = opening == "/*" ? text.find("*/", begin + 2) : text.npos;
  return closing == text.npos ? begin : closing + 2;
}

}  // namespace

std::string without_comments(std::string_view text) {
  std::string plain{text};
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      at = end_of_text(text, at);
      continue;
    }
    const std::size_t end = text[at] == '/' ? end_of_comment(text, at) : at;
    for (std::size_t blank = at; blank < end; ++blank)
      if (text[blank] != '\n' && text[blank] != '\r') plain[blank] = ' ';
    at = std::max(at + 1, end);
  }
  return plain;
}

}  // namespace stepstorm::config
