// Draws a chart: an SVG that stretches to any width, with labels of constant text size. A legend names every curve, so
// that none is identified by colour alone; the page's script adds a crosshair that reads values from the curves'
// data-v.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/html/charts/axis.hpp"
#include "report/html/markup.hpp"
#include "report/html/quantity.hpp"

namespace stepstorm::report::html {

/// A CSS class of the style sheet: "ink", "control", or a palette colour.
using Ink = std::string;
/// Returns a palette colour; colours repeat after seven.
[[nodiscard]] Ink palette_ink(std::size_t index);

struct Sample {
  double x = 0;
  std::optional<double> y;  // nullopt: a gap in the curve
  double lowest = 0;        // lower end of the shade around the curve
  double highest = 0;       // upper end; equal to `lowest` for no shade
};

enum class Pen { Line, Thin, Dashed };

struct Curve {
  std::string name;
  Ink ink;
  Pen pen = Pen::Line;
  std::vector<Sample> samples;
};

/// A layer of a stack, drawn on top of the one before.
struct Layer {
  std::string name;
  Ink ink;
  std::string total;  // for the legend
  std::vector<double> heights;
};

struct Stack {
  std::vector<double> x;  // positions of the layers' heights
  std::vector<Layer> layers;
  std::vector<double> peaks;  // shaded above all layers; empty: no shade
};

/// A fault window, shaded over the plot and labelled above it.
struct Band {
  double from = 0;
  double to = 0;
  std::string label;    // a letter
  std::string name;     // shown beside the letter where there is room
  std::string tooltip;  // the full description
  std::size_t lane = 0;
};

struct Plot {
  std::string title;
  std::string note;  // the measured quantity and its unit
  Unit unit = Unit::Number;
  Axis x;
  Axis y;
  std::string x_reads = "time";  // or "percentile": how the crosshair labels its position
  std::vector<Band> bands;
  Stack stack;
  std::vector<Curve> curves;
  int height_px = 160;
};

[[nodiscard]] Markup draw(const Plot& plot);

/// Returns a note in place of a chart without data.
[[nodiscard]] Markup nothing_to_draw(const std::string& title, std::string_view why);

}  // namespace stepstorm::report::html
