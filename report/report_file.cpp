#include "report/report_file.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "config/reader.hpp"
#include "config/text_file.hpp"

namespace stepstorm::report {
namespace {

using config::Node;

constexpr std::size_t report_bytes_max = 256u << 20;

// ---- where a run keeps its metrics

using Pointers = std::vector<const char*>;

/// A metric, and its places in a run's JSON.
struct MetricSource {
  std::string_view metric;  // includes its aggregation
  Better better;
  Pointers pointers;
  const char* samples = nullptr;  // place of the number of samples; 0 samples: nothing to compare
};

const std::vector<MetricSource>& of_orders() {
  static const std::vector<MetricSource> all{
      {"success_rate", Better::More, {"/success_rate"}},
      {"throughput_per_s", Better::More, {"/throughput_per_s"}},
      {"orders_started", Better::Neither, {"/orders/started"}},
      {"orders_succeeded", Better::More, {"/orders/succeeded"}},
      {"orders_failed", Better::Less, {"/orders/failed", "/orders/timed_out", "/orders/aborted"}},
      {"orders_throttled", Better::Less, {"/orders/throttled", "/orders/limit_exceeded"}},
      {"response_time_ms avg", Better::Less, {"/response/mean_ms"}, "/response/count"},
      {"response_time_ms p(50)", Better::Less, {"/response/p50_ms"}, "/response/count"},
      {"response_time_ms p(90)", Better::Less, {"/response/p90_ms"}, "/response/count"},
      {"response_time_ms p(99)", Better::Less, {"/response/p99_ms"}, "/response/count"},
      {"response_time_ms p(99.9)", Better::Less, {"/response/p99.9_ms"}, "/response/count"},
      {"response_time_ms max", Better::Less, {"/response/max_ms"}, "/response/count"},
      {"open_mean", Better::Less, {"/open_mean"}},
      {"open_max", Better::Less, {"/open_max"}},
      {"attempts", Better::Neither, {"/counters/attempts"}},
      {"retries", Better::Less, {"/counters/retries"}},
      {"attempts_per_task", Better::Less, {"/attempts_per_task"}},
      {"cost_dollars", Better::Less, {"/dollars"}}};
  return all;
}

const std::vector<MetricSource>& of_a_phase() {
  static const std::vector<MetricSource> all{{"success_rate", Better::More, {"/success_rate"}, "/ended"},
                                             {"response_time_ms p(50)", Better::Less, {"/response_p50_ms"}, "/ended"},
                                             {"response_time_ms p(99)", Better::Less, {"/response_p99_ms"}, "/ended"}};
  return all;
}

const std::vector<MetricSource>& of_a_resource() {
  static const std::vector<MetricSource> all{
      {"utilisation", Better::Neither, {"/utilisation"}},
      {"queue_max", Better::Less, {"/queue_max"}},
      {"waiting_time_ms avg", Better::Less, {"/waiting/mean_ms"}, "/waiting/count"},
      {"waiting_time_ms p(99)", Better::Less, {"/waiting/p99_ms"}, "/waiting/count"}};
  return all;
}

/// Returns `waiting_time_ms{resource:payment} p(99)`.
std::string tagged(std::string_view metric, std::string_view tag, std::string_view value) {
  const std::string name(metric.substr(0, metric.find(' ')));
  return name + "{" + std::string(tag) + ":" + std::string(value) + "}" + std::string(metric.substr(name.size()));
}

// ---- one run

struct Figure {
  std::string metric;
  Better better;
  std::optional<double> value;  // nullopt: no samples
};

struct Run {
  std::uint64_t seed = 0;
  double measured_s = 0;
  std::vector<Figure> figures;
};

constexpr double any = std::numeric_limits<double>::max();
const auto read_figure = config::number(-any, any);
const auto read_seed = config::whole_number(0, std::numeric_limits<std::uint64_t>::max());

bool read_at(const Node& node, const char* pointer, double& out) {
  if (!node.value().contains(Json::json_pointer(pointer)))
    return node.error("'" + std::string(pointer + 1) + "' is missing: this is no report that can be compared");
  return read_figure(node.below(pointer), out);
}

bool read_place(const Node& node, const MetricSource& place, std::optional<double>& out) {
  double samples = 1;
  if (place.samples != nullptr && !read_at(node, place.samples, samples)) return false;
  double sum = 0;
  for (const char* pointer : place.pointers) {
    double value = 0;
    if (!read_at(node, pointer, value)) return false;
    sum += value;
  }
  if (samples > 0) out = sum;
  return true;
}

bool add_figures(const Node& node, const std::vector<MetricSource>& places, const auto& name_of, Run& out) {
  for (const MetricSource& place : places) {
    Figure figure{name_of(place.metric), place.better, std::nullopt};
    if (!read_place(node, place, figure.value)) return false;
    out.figures.push_back(std::move(figure));
  }
  return true;
}

/// Returns a function that adds the metrics of each member of an object.
auto add_each(std::string_view tag, const std::vector<MetricSource>& places) {
  return [tag, &places](const Node& node, Run& out) {
    if (!node.value().is_object()) return node.expected("an object");
    for (const auto& [name, value] : node.value().items()) {
      const auto name_of = [&](std::string_view metric) { return tagged(metric, tag, name); };
      if (!add_figures(node.member(name), places, name_of, out)) return false;
    }
    return true;
  };
}

bool add_errors(const Node& node, Run& out) {
  if (!node.value().is_object()) return node.expected("an object");
  for (const auto& [name, value] : node.value().items()) {
    double count = 0;
    if (!read_figure(node.member(name), count)) return false;
    out.figures.push_back({tagged("errors", "error", name), Better::Less, count});
  }
  return true;
}

Better better_of(std::string_view metric) {
  const std::string_view base = metric.substr(0, metric.find('{'));
  if (base == "success_rate") return Better::More;
  constexpr std::array less{
      "response_time_ms", "state_time_ms", "failure_rate", "retries", "failed_attempts", "recovery_time_s"};
  return std::find(less.begin(), less.end(), base) != less.end() ? Better::Less : Better::Neither;
}

const std::vector<MetricSource>& of_times() {
  static const std::vector<MetricSource> all{{" avg", Better::Less, {"/mean_ms"}, "/count"},
                                             {" p(50)", Better::Less, {"/p50_ms"}, "/count"},
                                             {" p(90)", Better::Less, {"/p90_ms"}, "/count"},
                                             {" p(99)", Better::Less, {"/p99_ms"}, "/count"},
                                             {" max", Better::Less, {"/max_ms"}, "/count"}};
  return all;
}

/// Adds metrics with labels: times, a rate, a count or a value.
bool add_metrics(const Node& node, Run& out) {
  if (!node.value().is_object()) return node.expected("an object");
  for (const auto& [name, value] : node.value().items()) {
    const Node metric = node.member(name);
    const auto named = [&, &name = name](std::string_view aggregation) { return name + std::string(aggregation); };
    if (value.is_object() && value.contains("mean_ms")) {
      if (!add_figures(metric, of_times(), named, out)) return false;
      continue;
    }
    const bool is_rate = value.is_object() && value.contains("rate");
    const bool is_value = value.is_object() && value.contains("value");
    MetricSource place{"",
                       better_of(name),
                       {is_rate    ? "/rate"
                        : is_value ? "/value"
                                   : "/count"},
                       is_rate ? "/of" : nullptr};
    if (!add_figures(metric, {place}, named, out)) return false;
  }
  return true;
}

bool read_run(const Node& node, Run& out) {
  if (!node.value().is_object()) return node.expected("a run, which is an object");
  const auto as_it_is = [](std::string_view metric) { return std::string(metric); };
  if (!add_figures(node, of_orders(), as_it_is, out)) return false;
  return config::Members{node}
      .required("seed", read_seed, out.seed)
      .required("measured_s", read_figure, out.measured_s)
      .optional("phases", add_each("phase", of_a_phase()), out)
      .required("resources", add_each("resource", of_a_resource()), out)
      .required("errors", add_errors, out)
      .optional("metrics", add_metrics, out)
      .others_allowed();
}

// ---- all runs

/// Returns 0 for errors, since a run lists only errors that happened.
std::optional<double> value_where_absent(std::string_view metric) {
  return metric.starts_with("errors{") ? std::optional{0.0} : std::nullopt;
}

std::vector<double> values_of(const std::string& metric, const std::vector<Run>& runs) {
  std::vector<double> values;
  for (const Run& run : runs) {
    const auto is_it = [&](const Figure& figure) { return figure.metric == metric; };
    const auto found = std::find_if(run.figures.begin(), run.figures.end(), is_it);
    const auto value = found == run.figures.end() ? value_where_absent(metric) : found->value;
    if (!value) return {};
    values.push_back(*value);
  }
  return values;
}

std::vector<Series> series_of(const std::vector<Run>& runs) {
  std::vector<Series> all;
  for (const Run& run : runs)
    for (const Figure& figure : run.figures) {
      const auto is_it = [&](const Series& series) { return series.metric == figure.metric; };
      if (std::none_of(all.begin(), all.end(), is_it))
        all.push_back({figure.metric, figure.better, values_of(figure.metric, runs)});
    }
  return all;
}

bool read_report(const Node& root, ReportFile& out) {
  if (!root.value().is_object()) return root.expected("a report, which is an object");
  if (!root.value().contains("replications"))
    return root.error("'replications' is missing: this is no report of 'stepstorm experiment' or 'stepstorm simulate'");
  std::vector<Run> runs;
  const bool read = config::Members{root}
                        .optional("title", config::read_text, out.title)
                        .optional("noun", config::read_text, out.noun)
                        .required("replications", config::list_of(read_run, 1), runs)
                        .others_allowed();
  if (!read) return false;
  for (const Run& run : runs) out.seeds.push_back(run.seed);
  out.measured_s = runs.front().measured_s;
  out.series = series_of(runs);
  return true;
}

}  // namespace

tl::expected<ReportFile, std::string> load_report(const std::filesystem::path& file) {
  const auto text = config::read_text_file(file, report_bytes_max);
  if (!text) return tl::unexpected{text.error()};
  config::Report report{file.string(), *text};
  ReportFile read;
  const auto document = parse_json(*text, {.bytes = report_bytes_max});
  if (!document)
    report.add(document.error().at, document.error().message);
  else
    read_report(Node{*document, report}, read);
  if (!report.empty()) return tl::unexpected{render(std::move(report).take().front())};
  return read;
}

void call_alike(ReportFile& a, ReportFile& b) {
  constexpr std::string_view shop = "orders_";
  if (a.noun == "order" || b.noun == "order") return;
  for (ReportFile* report : {&a, &b})
    for (Series& series : report->series)
      if (series.metric.starts_with(shop)) series.metric.replace(0, shop.size(), "executions_");
}

}  // namespace stepstorm::report
