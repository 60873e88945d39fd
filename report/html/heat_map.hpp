// A table of numbers as a picture: a cell for each combination of two values, the lighter the larger its number.
// Pure; SVG that stands by itself, in a page of either colour scheme as well.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace stepstorm::report::html {

struct HeatMap {
  std::string title;        // what the numbers are
  std::string row_name;     // what varies from row to row
  std::string column_name;  // what varies from column to column
  std::vector<std::string> rows;
  std::vector<std::string> columns;
  std::vector<std::optional<double>> values;  // row by row; nullopt: nothing was measured
};

/// 0 to 1: where a number lies between the smallest and the largest one. All the same: 0.
[[nodiscard]] double shade_of(const HeatMap& map, double value);

[[nodiscard]] std::string heat_map_svg(const HeatMap& map);

/// Three significant digits; from a thousand to ten million, whole.
[[nodiscard]] std::string cell_text(const std::optional<double>& value);

}  // namespace stepstorm::report::html
