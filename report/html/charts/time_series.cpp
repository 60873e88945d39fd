#include "report/html/charts/time_series.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "report/html/charts/plot.hpp"
#include "report/html/charts/thinning.hpp"
#include "report/html/faults.hpp"
#include "report/html/fields.hpp"
#include "report/html/run_series.hpp"

namespace stepstorm::report::html {
namespace {

constexpr std::size_t layers_max = 6;
constexpr int small_px = 84;

// ---- sums

void add(Values& sum, const Values& values) {
  sum.resize(std::max(sum.size(), values.size()), 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) sum[i] = sum[i].value_or(0) + values[i].value_or(0);
}

double total(const Values& values) {
  double sum = 0;
  for (const auto& value : values) sum += value.value_or(0);
  return sum;
}

// ---- plots

struct Range {
  std::optional<double> lowest;  // above 0
  double highest = 0;
};

Range range_of(const Plot& plot) {
  Range range;
  const auto take = [&](double value) {
    range.highest = std::max(range.highest, value);
    if (value > 0) range.lowest = std::min(range.lowest.value_or(value), value);
  };
  for (const Curve& curve : plot.curves)
    for (const Sample& sample : curve.samples)
      if (sample.y) {
        take(*sample.y);
        take(std::max(*sample.y, sample.highest));
      }
  for (std::size_t i = 0; i < plot.stack.x.size(); ++i) {
    double height = 0;
    for (const Layer& layer : plot.stack.layers) height += layer.heights[i];
    take(height);
  }
  for (const double peak : plot.stack.peaks) take(peak);
  return range;
}

bool is_all_zero(const Plot& plot) { return range_of(plot).highest == 0; }

/// Returns whether the line would be indistinguishable from the axis.
bool is_hardly_busy(const Plot& utilisation) { return range_of(utilisation).highest < 0.02; }

/// Returns "payment, confirm and refund".
std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t at = 0; at < names.size(); ++at)
    text += (at == 0 ? "" : at + 1 == names.size() ? " and " : ", ") + names[at];
  return text;
}

Curve curve(const RunSeries& series, std::string name, Ink ink, Pen pen, const Values& values) {
  Curve drawn{.name = std::move(name), .ink = std::move(ink), .pen = pen};
  for (const Stretch& stretch : stretches(values))
    drawn.samples.push_back({series.middle_s(stretch.middle), stretch.mean, stretch.lowest, stretch.highest});
  return drawn;
}

class Charts {
 public:
  explicit Charts(const Json& report)
      : noun_(noun_in(report)),
        nouns_(nouns_in(report)),
        experiment_(member(report, "experiment"), number_in(report, "load_s")),
        control_(member(report, "control"), number_in(report, "load_s")),
        has_control_(member(report, "control").is_object()),
        end_s_(std::max(experiment_.end_s(), control_.end_s())),
        bands_(fault_bands(report, end_s_)) {}

  [[nodiscard]] bool empty() const { return end_s_ == 0; }

  /// Explains how to read the charts.
  [[nodiscard]] Markup key() const {
    std::string words;
    if (const double stretch_s = experiment_.stretch_s(); stretch_s > experiment_.interval_s())
      words += "Lines are means of " + in_words(stretch_s, Unit::Seconds) +
               "; shades reach from the lowest to the highest interval of " +
               in_words(experiment_.interval_s(), Unit::Seconds) + ". ";
    if (has_control_) words += "Thin grey lines are the control run. ";
    if (experiment_.is_folded())
      words += "The load ends at " + in_words(experiment_.end_s(), Unit::Seconds) + ". After it, until " +
               in_words(experiment_.ended_s(), Unit::Seconds) + ", " +
               count_in_words(experiment_.in_tail("succeeded")) + ' ' + nouns_ + " succeeded and " +
               count_in_words(experiment_.failed_in_tail()) + " failed: that is not drawn. ";
    return words.empty() ? Markup{} : paragraph("quiet", words);
  }

  [[nodiscard]] Markup draw() const {
    Markup charts = load() + failures();
    for (const std::string& name : resource_names()) charts += queue(name) + utilisation(name);
    charts += retries() + response() + open();
    for (const auto& [name, series] : experiment_.selected().items()) charts += selected(name, series);
    return charts;
  }

  /// Names the resources without charts.
  [[nodiscard]] Markup quiet_resources() const {
    std::vector<std::string> without_queue;
    std::vector<std::string> hardly_busy;
    for (const std::string& name : resource_names()) {
      if (is_all_zero(queue_of(name))) without_queue.push_back(name);
      if (is_hardly_busy(utilisation_of(name))) hardly_busy.push_back(name);
    }
    std::string words;
    if (without_queue.size() == resource_names().size() && !without_queue.empty())
      words = "Nothing waited.";
    else if (!without_queue.empty())
      words = "Nothing waited for " + listed(without_queue) + '.';
    if (!hardly_busy.empty())
      words += (words.empty() ? "" : " ") + std::string("Utilisation of ") + listed(hardly_busy) +
               " was below 2 % at the end of each interval.";
    return words.empty() ? Markup{} : paragraph("quiet", words);
  }

 private:
  [[nodiscard]] Plot plot(std::string title, std::string note, Unit unit) const {
    return {.title = std::move(title), .note = std::move(note), .unit = unit, .x = time_axis(end_s_), .bands = bands_};
  }

  [[nodiscard]] Plot small_plot(std::string title, std::string note, Unit unit) const {
    Plot small = plot(std::move(title), std::move(note), unit);
    small.height_px = small_px;
    for (Band& band : small.bands) {
      band.lane = 0;
      band.name.clear();
    }
    return small;
  }

  void add_experiment(Plot& plot, std::string name, Ink ink, const Values& values) const {
    if (!values.empty()) plot.curves.push_back(curve(experiment_, std::move(name), std::move(ink), Pen::Line, values));
  }

  void add_control(Plot& plot, std::string name, const Values& values, Pen pen = Pen::Thin) const {
    if (!has_control_ || values.empty()) return;
    plot.curves.push_back(curve(control_, std::move(name), "control", pen, values));
    for (Sample& sample : plot.curves.back().samples) sample.lowest = sample.highest = 0;  // a line is enough
  }

  [[nodiscard]] static Markup on_linear_axis(Plot plot, double at_least = 0) {
    const int steps = plot.height_px <= small_px ? 2 : 4;
    plot.y = linear_axis(std::max(at_least, range_of(plot).highest), plot.unit, steps);
    return html::draw(plot);
  }

  [[nodiscard]] Markup load() const {
    Plot load = plot("Offered load and goodput", nouns_ + " per second", Unit::Number);
    add_experiment(load, "started", "ink", experiment_.per_second("started"));
    add_experiment(load, "succeeded", palette_ink(0), experiment_.per_second("succeeded"));
    add_control(load, "succeeded, control", control_.per_second("succeeded"));
    if (is_all_zero(load)) return nothing_to_draw(load.title, "No " + noun_ + " was started.");
    return on_linear_axis(std::move(load));
  }

  [[nodiscard]] Markup failures() const {
    Plot failures = plot("Failures by error", nouns_ + " per second, stacked", Unit::Number);
    failures.stack = failures_by_error();
    Values all;
    for (const Json& counts : control_.failed()) add(all, control_.rates_of(counts));
    if (total(all) > 0) add_control(failures, "all errors, control", all);
    if (is_all_zero(failures)) return nothing_to_draw(failures.title, "Nothing failed.");
    return on_linear_axis(std::move(failures));
  }

  [[nodiscard]] Stack failures_by_error() const {
    Rates errors;
    for (const auto& [name, counts] : experiment_.failed().items())
      if (Values rates = experiment_.rates_of(counts); total(rates) > 0) errors.emplace_back(name, std::move(rates));
    std::stable_sort(errors.begin(), errors.end(), [](const auto& left, const auto& right) {
      return total(left.second) > total(right.second);
    });
    if (errors.size() > layers_max) fold(errors);
    return stacked(errors);
  }

  using Rates = std::vector<std::pair<std::string, Values>>;

  [[nodiscard]] Stack stacked(Rates& errors) const {
    Values all;
    for (const auto& [name, rates] : errors) add(all, rates);
    Stack stack;
    for (const Stretch& stretch : stretches(all)) {
      stack.x.push_back(experiment_.middle_s(stretch.middle));
      stack.peaks.push_back(stretch.highest);
    }
    if (stretch_length(all.size()) == 1) stack.peaks.clear();
    for (auto& [name, rates] : errors) {
      rates.resize(all.size(), 0.0);
      Layer layer{name, failure_ink(stack.layers.size()), count_in_words(total(rates) * experiment_.interval_s()), {}};
      for (const Stretch& stretch : stretches(rates)) layer.heights.push_back(stretch.mean.value_or(0));
      stack.layers.push_back(std::move(layer));
    }
    return stack;
  }

  /// Merges the rarest errors into one layer.
  static void fold(Rates& errors) {
    Values rest;
    const std::size_t others = errors.size() - (layers_max - 1);
    for (std::size_t i = layers_max - 1; i < errors.size(); ++i) add(rest, errors[i].second);
    errors.resize(layers_max - 1);
    errors.emplace_back(std::to_string(others) + " other errors", std::move(rest));
  }

  /// The palette's first colour is for successes.
  static Ink failure_ink(std::size_t layer) { return palette_ink(layer + 1); }

  [[nodiscard]] std::vector<std::string> resource_names() const {
    std::vector<std::string> names;
    std::set<std::string> known;
    for (const RunSeries* series : {&experiment_, &control_})
      for (const auto& [name, ignored] : series->resources().items())
        if (known.insert(name).second) names.push_back(name);
    return names;
  }

  [[nodiscard]] Plot queue_of(const std::string& name) const {
    Plot queue = small_plot("Queue of " + name, "attempts waiting", Unit::Number);
    add_experiment(queue, "experiment", palette_ink(0), experiment_.queued(name));
    add_control(queue, "control", control_.queued(name));
    return queue;
  }

  [[nodiscard]] Markup queue(const std::string& name) const {
    Plot queue = queue_of(name);
    return is_all_zero(queue) ? Markup{} : on_linear_axis(std::move(queue));
  }

  [[nodiscard]] Plot utilisation_of(const std::string& name) const {
    Plot busy = small_plot("Utilisation of " + name, "share of servers busy", Unit::Share);
    add_experiment(busy, "experiment", palette_ink(0), experiment_.utilisation(name));
    add_control(busy, "control", control_.utilisation(name));
    return busy;
  }

  [[nodiscard]] Markup utilisation(const std::string& name) const {
    Plot busy = utilisation_of(name);
    return is_hardly_busy(busy) ? Markup{} : on_linear_axis(std::move(busy), 1);
  }

  [[nodiscard]] Markup retries() const {
    Plot retries = plot("Retries", "per second", Unit::Number);
    add_experiment(retries, "experiment", palette_ink(0), experiment_.per_second("retries"));
    add_control(retries, "control", control_.per_second("retries"));
    if (is_all_zero(retries)) return nothing_to_draw(retries.title, "Nothing was retried.");
    return on_linear_axis(std::move(retries));
  }

  [[nodiscard]] Markup response() const {
    Plot response = plot("Response time", "p50 and p99 of each interval", Unit::Milliseconds);
    add_experiment(response, "p50", palette_ink(0), experiment_.values("response_p50_ms"));
    add_experiment(response, "p99", palette_ink(1), experiment_.values("response_p99_ms"));
    add_control(response, "p50, control", control_.values("response_p50_ms"));
    add_control(response, "p99, control", control_.values("response_p99_ms"), Pen::Dashed);
    const Range range = range_of(response);
    if (!range.lowest) return nothing_to_draw(response.title, "No " + noun_ + " ended.");
    response.y = duration_axis(*range.lowest, range.highest);
    if (response.y.logarithmic) response.note += ", logarithmic";
    return html::draw(response);
  }

  [[nodiscard]] Markup open() const {
    Plot open = plot("Open executions", "at the end of each interval", Unit::Number);
    add_experiment(open, "experiment", palette_ink(0), experiment_.values("open"));
    add_control(open, "control", control_.values("open"));
    if (is_all_zero(open)) return nothing_to_draw(open.title, "No execution was open.");
    return on_linear_axis(std::move(open));
  }

  /// Draws a requested metric of a part of the run.
  [[nodiscard]] Markup selected(const std::string& name, const Json& series) const {
    const Json& control = member(control_.selected(), name);
    const Unit unit = unit_of(name);
    if (unit != Unit::Milliseconds) {
      Plot plot = this->plot(name, unit == Unit::Share ? "share of what ended in each interval" : "per second", unit);
      add_experiment(plot, "experiment", palette_ink(0), experiment_.shown(member(series, "value")));
      add_control(plot, "control", control_.shown(member(control, "value")));
      if (is_all_zero(plot)) return nothing_to_draw(plot.title, "Nothing was measured but none.");
      return on_linear_axis(std::move(plot), unit == Unit::Share ? 1 : 0);
    }
    Plot plot = this->plot(name, "p50 and p99 of what ended in each interval", unit);
    add_experiment(plot, "p50", palette_ink(0), experiment_.shown(member(series, "value")));
    add_experiment(plot, "p99", palette_ink(1), experiment_.shown(member(series, "p99")));
    add_control(plot, "p50, control", control_.shown(member(control, "value")));
    add_control(plot, "p99, control", control_.shown(member(control, "p99")), Pen::Dashed);
    const Range range = range_of(plot);
    if (!range.lowest) return nothing_to_draw(plot.title, "Nothing was measured.");
    plot.y = duration_axis(*range.lowest, range.highest);
    if (plot.y.logarithmic) plot.note += ", logarithmic";
    return html::draw(plot);
  }

  std::string noun_;
  std::string nouns_;
  RunSeries experiment_;
  RunSeries control_;
  bool has_control_;
  double end_s_;
  std::vector<Band> bands_;
};

}  // namespace

Markup time_series_section(const Json& report) {
  const Charts charts(report);
  return section("time",
                 "Over time",
                 charts.empty()
                     ? paragraph("quiet", "No series was recorded.")
                     : charts.key() + fault_key(report) + division("charts", charts.draw()) + charts.quiet_resources());
}

}  // namespace stepstorm::report::html
