#include "report/report_comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace stepstorm::report {
namespace {

using metrics::TTest;

Test test_for(const ReportFile& a, const ReportFile& b) {
  if (a.seeds.size() < 2 || b.seeds.size() < 2) return Test::None;
  return a.seeds == b.seeds ? Test::Paired : Test::Welch;
}

const Series* series_called(const std::string& metric, const ReportFile& report) {
  const auto found = std::find_if(
      report.series.begin(), report.series.end(), [&](const Series& each) { return each.metric == metric; });
  return found == report.series.end() ? nullptr : &*found;
}

/// Returns the values of a metric; an error that the report does not list has happened 0 times.
std::vector<double> values_of(const Series& like, const ReportFile& report) {
  if (const Series* const series = series_called(like.metric, report)) return series->values;
  return like.metric.starts_with("errors{") ? std::vector<double>(report.seeds.size(), 0.0) : std::vector<double>{};
}

std::optional<double> finite(double value) { return std::isfinite(value) ? std::optional{value} : std::nullopt; }

std::optional<double> mean(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  const auto is_first = [&](double value) { return value == values.front(); };
  if (std::all_of(values.begin(), values.end(), is_first)) return values.front();  // without rounding
  return finite(std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()));
}

Change change_on(const ComparedMetric& metric, Better better, double confidence, double margin) {
  if (metric.test->difference == 0) return Change::Same;
  if (metric.adjusted_p_value >= 1 - confidence) return Change::NotSignificant;
  if (const auto relative = metric.relative(); relative && std::abs(*relative) <= margin) return Change::WithinMargin;
  const bool more = metric.test->difference > 0;
  switch (better) {
    case Better::More: return more ? Change::Better : Change::Worse;
    case Better::Less: return more ? Change::Worse : Change::Better;
    case Better::Neither: break;
  }
  return more ? Change::Higher : Change::Lower;
}

ComparedMetric compared(const Series& like, const ReportFile& a, const ReportFile& b, Test test) {
  const auto of_a = values_of(like, a);
  const auto of_b = values_of(like, b);
  ComparedMetric result{.name = like.metric, .better = like.better, .a = mean(of_a), .b = mean(of_b)};
  if (!result.difference()) {
    result.change = Change::NotComparable;
  } else if (test != Test::None) {
    result.test = test == Test::Paired ? metrics::paired_t_test(of_a, of_b) : metrics::welch_t_test(of_a, of_b);
    if (!result.test->is_finite()) {
      result.test.reset();
      result.change = Change::NotComparable;
    }
  }
  return result;
}

/// Values that are equal in every run have no variance and are not tested.
bool is_tested(const ComparedMetric& metric) {
  return metric.test && (metric.test->difference != 0 || metric.test->standard_error > 0);
}

/// Holm's method: multiplies the smallest p value by the number of tests, the next one by one less, and so on; keeps
/// the results ascending.
void adjust(std::vector<ComparedMetric>& metrics) {
  std::vector<ComparedMetric*> tested;
  for (ComparedMetric& metric : metrics)
    if (is_tested(metric)) tested.push_back(&metric);
  std::stable_sort(tested.begin(), tested.end(), [](const auto* one, const auto* other) {
    return one->test->p_value < other->test->p_value;
  });
  double highest = 0;
  for (std::size_t rank = 0; rank < tested.size(); ++rank) {
    highest = std::max(highest, tested[rank]->test->p_value * static_cast<double>(tested.size() - rank));
    tested[rank]->adjusted_p_value = std::min(1.0, highest);
  }
}

}  // namespace

std::string_view name_of(Change verdict) {
  constexpr std::array<std::string_view, 9> names{"better",
                                                  "worse",
                                                  "higher",
                                                  "lower",
                                                  "same",
                                                  "no significant difference",
                                                  "within the margin",
                                                  "",
                                                  "not comparable"};
  return names[static_cast<std::size_t>(verdict)];
}

std::optional<double> ComparedMetric::difference() const { return a && b ? finite(*b - *a) : std::nullopt; }

std::optional<double> ComparedMetric::relative() const {
  return a && b && *a != 0 ? finite((*b - *a) / std::abs(*a)) : std::nullopt;
}

std::vector<std::string> metrics_called(const std::string& name, const ReportFile& a, const ReportFile& b) {
  std::vector<std::string> found;
  for (const ReportFile* report : {&a, &b})
    for (const Series& series : report->series) {
      const bool fits = series.metric == name || series.metric.starts_with(name + ' ');
      if (fits && std::find(found.begin(), found.end(), series.metric) == found.end()) found.push_back(series.metric);
    }
  return found;
}

ReportComparison compare(const ReportFile& a, const ReportFile& b, double confidence, const Focus& focus) {
  ReportComparison comparison{test_for(a, b), {}};
  const auto is_known = [&](const std::string& name) {
    return std::any_of(comparison.metrics.begin(), comparison.metrics.end(), [&](const ComparedMetric& metric) {
      return metric.name == name;
    });
  };
  const auto add = [&](const Series& series, Test test) {
    if (!is_known(series.metric)) comparison.metrics.push_back(compared(series, a, b, test));
  };
  for (const std::string& name : focus.metrics)
    for (const std::string& metric : metrics_called(name, a, b)) {
      const Series* const series = series_called(metric, a);
      add(series ? *series : *series_called(metric, b), comparison.test);
    }
  const Test of_others = focus.metrics.empty() ? comparison.test : Test::None;
  for (const ReportFile* report : {&a, &b})
    for (const Series& series : report->series) add(series, of_others);
  adjust(comparison.metrics);
  for (ComparedMetric& metric : comparison.metrics)
    if (metric.test) metric.change = change_on(metric, metric.better, confidence, focus.margin);
  return comparison;
}

}  // namespace stepstorm::report
