// Draws a heat map: a cell for each combination of two values, lighter for larger numbers.
// Pure. The SVG is self-contained and readable in light and dark colour schemes.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace stepstorm::report::html {

struct HeatMap {
  std::string title;        // what the numbers measure
  std::string row_name;     // the value that varies from row to row
  std::string column_name;  // the value that varies from column to column
  std::vector<std::string> rows;
  std::vector<std::string> columns;
  std::vector<std::optional<double>> values;  // row by row; nullopt: nothing was measured
};

/// Returns where `value` lies between the smallest (0) and the largest (1) number of the map; 0 when all are equal.
[[nodiscard]] double shade_of(const HeatMap& map, double value);

[[nodiscard]] std::string heat_map_svg(const HeatMap& map);

/// Returns three significant digits; from a thousand to ten million, a whole number.
[[nodiscard]] std::string cell_text(const std::optional<double>& value);

}  // namespace stepstorm::report::html
