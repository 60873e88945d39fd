// A chart: an SVG that stretches to any width, between labels that stay as large as text. A legend names every curve, so
// that none is told by its colour alone; the page's script adds a crosshair that reads values from the curves' data-v.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/html/axis.hpp"
#include "report/html/markup.hpp"
#include "report/html/quantity.hpp"

namespace stepstorm::report::html {

/// A class of the style sheet: "ink", "control", or one of the palette's.
using Ink = std::string;
/// The palette's colours go round after seven.
[[nodiscard]] Ink palette_ink(std::size_t index);

struct Sample {
  double x = 0;
  std::optional<double> y;  // nothing breaks the curve
  double lowest = 0;        // shaded around the curve, from here
  double highest = 0;       // to here; equal for no shade
};

enum class Pen { Line, Thin, Dashed };

struct Curve {
  std::string name;
  Ink ink;
  Pen pen = Pen::Line;
  std::vector<Sample> samples;
};

/// One layer lies on the one before.
struct Layer {
  std::string name;
  Ink ink;
  std::string total;  // for the legend
  std::vector<double> heights;
};

struct Stack {
  std::vector<double> x;  // of each layer's heights
  std::vector<Layer> layers;
  std::vector<double> peaks;  // shaded above all layers; empty for no shade
};

/// A fault window, shaded over the plot and labelled above it.
struct Band {
  double from = 0;
  double to = 0;
  std::string label;    // a letter
  std::string name;     // beside the letter where there is room
  std::string tooltip;  // all of it
  std::size_t lane = 0;
};

struct Plot {
  std::string title;
  std::string note;  // what is measured, and in what
  Unit unit = Unit::Number;
  Axis x;
  Axis y;
  std::string x_reads = "time";  // or "percentile": how the crosshair says where it is
  std::vector<Band> bands;
  Stack stack;
  std::vector<Curve> curves;
  int height_px = 160;
};

[[nodiscard]] Markup draw(const Plot& plot);

/// In place of a chart that would be empty.
[[nodiscard]] Markup nothing_to_draw(const std::string& title, std::string_view why);

}  // namespace stepstorm::report::html
