#include "graph/markup.hpp"

#include <cstdio>

#include "values/xml.hpp"

namespace stepstorm::graph {

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

std::string tooltip(std::string_view text) { return text.empty() ? "" : "<title>" + xml_escaped(text) + "</title>"; }

}  // namespace stepstorm::graph
