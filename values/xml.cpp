#include "values/xml.hpp"

namespace stepstorm {
namespace {

constexpr std::string_view replacement = "\uFFFD";

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F;
}

/// U+FFFE and U+FFFF, in UTF-8.
bool begins_with_noncharacter(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (const char c = text[at]) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default:
        if (is_forbidden(c)) {
          escaped += replacement;
        } else if (begins_with_noncharacter(text.substr(at))) {
          escaped += replacement;
          at += 2;
        } else {
          escaped += c;
        }
    }
  }
  return escaped;
}

}  // namespace stepstorm
