#include "report/html/charts/spectrum.hpp"

#include <algorithm>

#include "report/html/charts/plot.hpp"
#include "report/html/fields.hpp"

namespace stepstorm::report::html {
namespace {

std::vector<Sample> samples_of(const Json& run) {
  std::vector<Sample> samples;
  for (const Json& point : list_in(run, "spectrum")) {
    if (!point.is_array() || point.size() < 2) continue;
    const auto percentile = number_in(point[0]);
    const auto time_ms = number_in(point[1]);
    if (percentile && time_ms && *percentile >= 50 && *percentile < 99.9991)
      samples.push_back({percentile_place(*percentile), time_ms});
  }
  return samples;
}

Axis axis_for(const std::vector<Curve>& curves) {
  double lowest = 0;
  double highest = 0;
  for (const Curve& curve : curves)
    for (const Sample& sample : curve.samples) {
      highest = std::max(highest, *sample.y);
      if (*sample.y > 0) lowest = lowest > 0 ? std::min(lowest, *sample.y) : *sample.y;
    }
  return duration_axis(lowest, highest);
}

}  // namespace

Markup spectrum_section(const Json& report) {
  Plot plot{.title = "Response time by percentile",
            .note = "of " + nouns_in(report) + " that ended; each step to the right is ten times rarer",
            .unit = Unit::Milliseconds,
            .x = percentile_axis(),
            .x_reads = "percentile",
            .height_px = 240};
  if (auto samples = samples_of(member(report, "experiment")); !samples.empty())
    plot.curves.push_back({"experiment", palette_ink(0), Pen::Line, std::move(samples)});
  if (auto samples = samples_of(member(report, "control")); !samples.empty())
    plot.curves.push_back({"control", "control", Pen::Thin, std::move(samples)});
  if (plot.curves.empty())
    return section("percentiles", "Percentiles", paragraph("quiet", "No " + noun_in(report) + " ended."));
  plot.y = axis_for(plot.curves);
  if (plot.y.logarithmic) plot.note += "; logarithmic";
  return section("percentiles", "Percentiles", draw(plot));
}

}  // namespace stepstorm::report::html
