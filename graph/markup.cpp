#include "graph/markup.hpp"

#include <cstdio>

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

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  std::string shortest = text;
  if (shortest.ends_with(".0")) shortest.resize(shortest.size() - 2);
  return shortest == "-0" ? "0" : shortest;
}

std::string group(std::string_view css_class, double x, double y, std::string_view content) {
  return "<g class=\"" + std::string(css_class) + "\" transform=\"translate(" + number(x) + ' ' + number(y) + ")\">" +
         std::string(content) + "</g>\n";
}

std::string tooltip(std::string_view text) { return text.empty() ? "" : "<title>" + escaped(text) + "</title>"; }

}  // namespace stepstorm::graph
