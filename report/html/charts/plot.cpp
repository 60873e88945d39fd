#include "report/html/charts/plot.hpp"

#include <algorithm>
#include <cstdio>

#include "terminal/terminal.hpp"

namespace stepstorm::report::html {
namespace {

constexpr double width = 1000;  // of the viewBox; stretched to the width of the page
constexpr std::size_t palette_size = 7;
constexpr std::size_t lane_px = 17;

std::string percent(double share) { return plain(share * 100, 3) + '%'; }

std::string_view css_class(Pen pen) {
  switch (pen) {
    case Pen::Line: return "line";
    case Pen::Thin: return "line thin";
    case Pen::Dashed: return "line thin dashed";
  }
  return {};
}

/// Four digits are enough for a crosshair.
std::string short_value(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

class Canvas {
 public:
  explicit Canvas(const Plot& plot) : plot_(plot) {}

  [[nodiscard]] std::string at(double x, double y) const {
    return plain(plot_.x.share(x) * width) + ' ' + plain((1 - plot_.y.share(y)) * plot_.height_px);
  }

  [[nodiscard]] Markup draw() const {
    Markup svg;
    for (const Band& band : plot_.bands) svg += shade(band);
    svg += grid();
    svg += peaks();
    svg += layers();
    for (const Curve& curve : plot_.curves) svg += shade(curve);
    for (const Curve& curve : plot_.curves)
      if (curve.pen != Pen::Line) svg += line(curve);
    for (const Curve& curve : plot_.curves)
      if (curve.pen == Pen::Line) svg += line(curve);
    return element("svg",
                   {{"viewBox", "0 0 " + plain(width) + ' ' + std::to_string(plot_.height_px)},
                    {"preserveAspectRatio", "none"},
                    {"role", "img"},
                    {"aria-label", plot_.title + ", " + plot_.note}},
                   svg);
  }

 private:
  [[nodiscard]] Markup shade(const Band& band) const {
    const double from = plot_.x.share(band.from) * width;
    const double to = std::max(plot_.x.share(band.to) * width, from + 1);  // visible, however short
    return element("rect",
                   {{"class", "band"},
                    {"x", plain(from)},
                    {"y", "0"},
                    {"width", plain(to - from)},
                    {"height", std::to_string(plot_.height_px)}},
                   element("title", {}, escaped(band.tooltip)));
  }

  [[nodiscard]] Markup grid() const {
    std::string path;
    for (const Tick& tick : plot_.y.ticks) path += 'M' + at(plot_.x.low, tick.at) + 'H' + plain(width);
    return element("path", {{"class", "grid"}, {"d", path}});
  }

  [[nodiscard]] Markup line(const Curve& curve) const {
    std::string path;
    std::string values;
    const auto& samples = curve.samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (!samples[i].y) continue;
      const bool begins = i == 0 || !samples[i - 1].y;
      const bool ends = i + 1 == samples.size() || !samples[i + 1].y;
      path += (begins ? 'M' : 'L') + at(samples[i].x, *samples[i].y);
      if (begins && ends) path += 'Z';  // a single point: round caps of a zero-length line draw a dot
      values += (values.empty() ? "" : " ") + short_value(*samples[i].y);
    }
    return element("path",
                   {{"class", std::string(css_class(curve.pen)) + ' ' + curve.ink},
                    {"d", path},
                    {"data-name", curve.name},
                    {"data-v", values}}) +
           trusted("\n");
  }

  /// Shades the range around the curve, from its lowest to its highest values.
  [[nodiscard]] Markup shade(const Curve& curve) const {
    std::string path;
    std::string top;
    std::string bottom;
    bool has_area = false;
    const auto close = [&] {
      if (has_area) path += 'M' + top.substr(1) + bottom + 'Z';
      top.clear();
      bottom.clear();
      has_area = false;
    };
    for (const Sample& sample : curve.samples) {
      if (!sample.y) {
        close();
        continue;
      }
      top += 'L' + at(sample.x, sample.highest);
      bottom.insert(0, 'L' + at(sample.x, sample.lowest));
      has_area = has_area || sample.highest > sample.lowest;
    }
    close();
    return path.empty() ? Markup{} : element("path", {{"class", "shade " + curve.ink}, {"d", path}});
  }

  [[nodiscard]] Markup peaks() const {
    const auto& [x, layers, peaks] = plot_.stack;
    if (peaks.empty()) return {};
    std::string path = 'M' + at(x.front(), 0);
    for (std::size_t i = 0; i < x.size(); ++i) path += 'L' + at(x[i], peaks.at(i));
    return element("path", {{"class", "shade control"}, {"d", path + 'L' + at(x.back(), 0) + 'Z'}});
  }

  [[nodiscard]] Markup layers() const {
    Markup svg;
    std::vector<double> floor(plot_.stack.x.size(), 0);
    for (const Layer& layer : plot_.stack.layers) {
      std::vector<double> ceiling = floor;
      for (std::size_t i = 0; i < ceiling.size(); ++i) ceiling[i] += layer.heights.at(i);
      svg += area(layer, floor, ceiling);
      floor = std::move(ceiling);
    }
    return svg;
  }

  [[nodiscard]] Markup area(const Layer& layer,
                            const std::vector<double>& floor,
                            const std::vector<double>& ceiling) const {
    const auto& x = plot_.stack.x;
    std::string top;
    std::string bottom;
    std::string values;
    for (std::size_t i = 0; i < x.size(); ++i) {
      top += (i == 0 ? 'M' : 'L') + at(x[i], ceiling[i]);
      bottom.insert(0, 'L' + at(x[i], floor[i]));
      values += (values.empty() ? "" : " ") + short_value(layer.heights[i]);
    }
    return element("path", {{"class", "area " + layer.ink}, {"d", top + bottom + 'Z'}}) +
           element("path",
                   {{"class", "line edge " + layer.ink},
                    {"d", x.size() == 1 ? top + 'Z' : top},
                    {"data-name", layer.name},
                    {"data-v", values}}) +
           trusted("\n");
  }

  const Plot& plot_;
};

// ---- around the SVG

std::size_t lanes(const std::vector<Band>& bands) {
  std::size_t count = 0;
  for (const Band& band : bands) count = std::max(count, band.lane + 1);
  return count;
}

Markup band_labels(const Plot& plot) {
  Markup labels;
  for (const Band& band : plot.bands) {
    const double from = plot.x.share(band.from);
    labels += element("span",
                      {{"class", "fault"},
                       {"title", band.tooltip},
                       {"style",
                        "left:" + percent(from) + ";width:" + percent(plot.x.share(band.to) - from) +
                            ";top:" + std::to_string(band.lane * lane_px) + "px"}},
                      element("b", {}, escaped(band.label)) + escaped(" ") + span("name", band.name));
  }
  return element(
      "div", {{"class", "lanes"}, {"style", "height:" + std::to_string(lanes(plot.bands) * lane_px) + "px"}}, labels);
}

Markup y_labels(const Plot& plot) {
  Markup labels;
  for (const Tick& tick : plot.y.ticks)
    labels += element("span", {{"style", "top:" + percent(1 - plot.y.share(tick.at))}}, escaped(tick.label));
  return division("y-labels", labels);
}

/// Returns whether the label would overlap the next one on a narrow screen, where the last label ends at its tick.
bool is_crowded(const Plot& plot, std::size_t tick) {
  constexpr double narrow_px = 330, letter_px = 6.5, gap_px = 8;
  const auto& ticks = plot.x.ticks;
  if (tick == 0 || tick + 1 >= ticks.size()) return false;
  const auto letters = [&](std::size_t at) { return static_cast<double>(terminal::columns_of(ticks[at].label)); };
  const bool next_is_last = tick + 2 == ticks.size();
  const double taken = (letters(tick) / 2 + letters(tick + 1) / (next_is_last ? 1 : 2)) * letter_px + gap_px;
  return taken > narrow_px * (plot.x.share(ticks[tick + 1].at) - plot.x.share(ticks[tick].at));
}

Markup x_labels(const Plot& plot) {
  Markup labels;
  for (std::size_t at = 0; at < plot.x.ticks.size(); ++at) {
    const Tick& tick = plot.x.ticks[at];
    const double share = plot.x.share(tick.at);
    labels += element("span",
                      {{"class",
                        share < 0.02           ? "first"
                        : share > 0.97         ? "last"
                        : is_crowded(plot, at) ? "crowded"
                                               : ""},
                       {"style", "left:" + percent(share)}},
                      escaped(tick.label));
  }
  return division("x-labels", labels);
}

Markup key(std::string css_class, const std::string& name, const std::string& total) {
  const Markup amount = total.empty() ? Markup{} : escaped(" ") + element("b", {}, escaped(total));
  return span("key", element("i", {{"class", std::move(css_class)}}, {}) + escaped(name) + amount);
}

Markup legend(const Plot& plot) {
  Markup keys;
  for (const Layer& layer : plot.stack.layers) keys += key("square " + layer.ink, layer.name, layer.total);
  if (!plot.stack.peaks.empty()) keys += key("square faded control", "all errors, worst interval", "");
  for (const Curve& curve : plot.curves)
    keys += key(std::string(css_class(curve.pen)) + ' ' + curve.ink, curve.name, "");
  return division("legend", keys);
}

Markup heading(const std::string& title, std::string_view note) {
  return element("figcaption", {}, element("h3", {}, escaped(title)) + escaped(" ") + span("note", note));
}

std::string_view word_for(Unit unit) {
  switch (unit) {
    case Unit::Number: return "number";
    case Unit::PerSecond: return "per-second";
    case Unit::Milliseconds: return "milliseconds";
    case Unit::Seconds: return "seconds";
    case Unit::Share: return "share";
    case Unit::Dollars: return "dollars";
  }
  return {};
}

}  // namespace

Ink palette_ink(std::size_t index) { return 'c' + std::to_string(index % palette_size + 1); }

Markup draw(const Plot& plot) {
  const Markup field = element("div",
                               {{"class", "field"},
                                {"style", "height:" + std::to_string(plot.height_px) + "px"},
                                {"data-unit", std::string(word_for(plot.unit))},
                                {"data-x", plot.x_reads},
                                {"data-low", plain(plot.x.low, 3)},
                                {"data-high", plain(plot.x.high, 3)}},
                               Canvas(plot).draw() + y_labels(plot));
  return element("figure",
                 {{"class", "plot"}},
                 heading(plot.title, plot.note) + legend(plot) +
                     division("pan", division("wide", band_labels(plot) + field + x_labels(plot)))) +
         trusted("\n");
}

Markup nothing_to_draw(const std::string& title, std::string_view why) {
  return element("figure", {{"class", "plot nothing"}}, heading(title, "") + paragraph("quiet", why)) + trusted("\n");
}

}  // namespace stepstorm::report::html
