#include "graph/markup.hpp"

namespace stepstorm::graph {

std::string escaped(std::string_view text) {
  std::string markup;
  for (const char c : text) {
    switch (c) {
      case '&': markup += "&amp;"; break;
      case '<': markup += "&lt;"; break;
      case '>': markup += "&gt;"; break;
      case '"': markup += "&quot;"; break;
      case '\n': markup += c; break;
      default:
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F)
          markup += "\uFFFD";  // XML 1.0 has no control characters, not even escaped
        else
          markup += c;
    }
  }
  return markup;
}

}  // namespace stepstorm::graph
