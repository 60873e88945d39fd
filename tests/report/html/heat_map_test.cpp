#include "report/html/charts/heat_map.hpp"

#include <catch2/catch.hpp>

namespace stepstorm::report::html {

TEST_CASE("numbers of a heat map fit into their cells and keep what is whole", "[report]") {
  struct Row {
    std::optional<double> value;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({{std::nullopt, "-"},
                                         {0, "0"},
                                         {0.00185, "0.00185"},
                                         {0.12345, "0.123"},
                                         {99.96, "100"},
                                         {1234, "1234"},
                                         {-1234.4, "-1234"},
                                         {9'999'999, "9999999"},
                                         {12'345'678, "1.23e+07"}}));
  CHECK(cell_text(row.value) == row.text);
}

TEST_CASE("a heat map's shades go from its least to its largest number", "[report]") {
  const HeatMap map{"m", "row", "column", {"r"}, {"a", "b", "c"}, {{-1, std::nullopt, 3}}};
  CHECK(shade_of(map, -1) == 0);
  CHECK(shade_of(map, 1) == 0.5);
  CHECK(shade_of(map, 3) == 1);
  CHECK(shade_of({"m", "row", "column", {"r"}, {"a"}, {{7}}}, 7) == 0);
}

TEST_CASE("a heat map is as wide as its longest name needs", "[report]") {
  const HeatMap narrow{"m", "row", "column", {"r"}, {"a"}, {{1}}};
  HeatMap wide = narrow;
  wide.title = std::string(200, 'm');
  CHECK(heat_map_svg(narrow).size() + 199 <= heat_map_svg(wide).size());
  CHECK(heat_map_svg(wide).find("width=\"1412\"") != std::string::npos);
}

}  // namespace stepstorm::report::html
