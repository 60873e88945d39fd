#include "report/html/charts/heat_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "values/xml.hpp"

namespace stepstorm::report::html {
namespace {

constexpr int cell_width = 62;
constexpr int cell_height = 28;
constexpr int label_width = 150;
constexpr int head_height = 76;

// Viridis, dark to light, so that it can be read without colours. Source: S. van der Walt and N. Smith, "A better
// default colormap for Matplotlib" (2015).
constexpr std::array<std::string_view, 9> colours = {
    "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"};

/// Estimates the largest width of a text in pixels: a letter of 12 px is rarely wider than 7.
int width_of(std::string_view text) { return static_cast<int>(text.size()) * 7 + 12; }

std::string text_at(int x, int y, std::string_view anchor, std::string_view fill, const std::string& text) {
  return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" text-anchor=\"" + std::string{anchor} +
         "\" fill=\"" + std::string{fill} + "\">" + xml_escaped(text) + "</text>\n";
}

std::string cell(const HeatMap& map, int x, int y, const std::optional<double>& value) {
  const auto steps = static_cast<double>(colours.size() - 1);
  const auto step = value ? static_cast<std::size_t>(shade_of(map, *value) * steps + 0.5) : 0;
  const std::string_view fill = value ? colours[step] : "none";
  const std::string_view ink = !value ? "currentColor" : step > colours.size() / 2 ? "#000" : "#fff";
  return "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"" +
         std::to_string(cell_width - 2) + "\" height=\"" + std::to_string(cell_height - 2) + "\" fill=\"" +
         std::string{fill} + "\"/>\n" + text_at(x + cell_width / 2 - 1, y + 18, "middle", ink, cell_text(value));
}

/// Returns the smallest and the largest number; 0 and 0 when there is none.
std::pair<double, double> range_of(const HeatMap& map) {
  std::optional<std::pair<double, double>> range;
  for (const auto& value : map.values)
    if (value)
      range = range ? std::pair{std::min(range->first, *value), std::max(range->second, *value)}
                    : std::pair{*value, *value};
  return range.value_or(std::pair{0.0, 0.0});
}

}  // namespace

double shade_of(const HeatMap& map, double value) {
  const auto [least, largest] = range_of(map);
  return largest > least ? (value - least) / (largest - least) : 0;
}

std::string cell_text(const std::optional<double>& value) {
  if (!value) return "-";
  std::array<char, 32> text{};
  const bool is_long = std::abs(*value) >= 999.5 && std::abs(*value) < 1e7;
  std::snprintf(text.data(), text.size(), is_long ? "%.0f" : "%.3g", *value);
  return text.data();
}

std::string heat_map_svg(const HeatMap& map) {
  const int width = std::max({label_width + static_cast<int>(map.columns.size()) * cell_width + 10,
                              width_of(map.title),
                              label_width + width_of(map.column_name)});
  const int height = head_height + static_cast<int>(map.rows.size()) * cell_height + 10;
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + std::to_string(width) + ' ' +
                    std::to_string(height) + "\" width=\"" + std::to_string(width) +
                    "\" font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\">\n<title>" +
                    xml_escaped(map.title) + "</title>\n";
  svg += "<style>svg { color: #222 } @media (prefers-color-scheme: dark) { svg { color: #ddd } }</style>\n";
  svg += text_at(6, 18, "start", "currentColor", map.title);
  svg += text_at(label_width, 42, "start", "currentColor", map.column_name);
  svg += text_at(6, head_height - 8, "start", "currentColor", map.row_name);
  for (std::size_t column = 0; column < map.columns.size(); ++column)
    svg += text_at(label_width + static_cast<int>(column) * cell_width + cell_width / 2 - 1,
                   head_height - 8,
                   "middle",
                   "currentColor",
                   map.columns[column]);
  for (std::size_t row = 0; row < map.rows.size(); ++row) {
    const int y = head_height + static_cast<int>(row) * cell_height;
    svg += text_at(label_width - 10, y + 18, "end", "currentColor", map.rows[row]);
    for (std::size_t column = 0; column < map.columns.size(); ++column)
      svg += cell(
          map, label_width + static_cast<int>(column) * cell_width, y, map.values[row * map.columns.size() + column]);
  }
  return svg + "</svg>\n";
}

}  // namespace stepstorm::report::html
