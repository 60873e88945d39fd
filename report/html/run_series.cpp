#include "report/html/run_series.hpp"

#include <algorithm>
#include <cmath>

#include "report/html/charts/thinning.hpp"

namespace stepstorm::report::html {
namespace {

std::size_t longest(const Json& series) {
  if (series.is_array()) return series.size();
  std::size_t length = 0;
  if (series.is_object())
    for (const Json& inner : series) length = std::max(length, longest(inner));
  return length;
}

Values times(Values values, double factor) {
  for (auto& value : values)
    if (value) *value *= factor;
  return values;
}

}  // namespace

RunSeries::RunSeries(const Json& run, std::optional<double> load_s)
    : json_(object_in(run, "series")), length_(longest(json_)) {
  constexpr double tail_shown = 1.1;
  if (const auto given = number_in(json_, "interval_s"); given && *given > 0) interval_s_ = *given;
  const double whole_s = end_s();
  ended_s_ = number_in(run, "ended_s").value_or(whole_s);
  if (load_s && *load_s > 0 && whole_s > tail_shown * *load_s)
    length_ = std::min(length_, static_cast<std::size_t>(std::ceil(*load_s / interval_s_)));
}

double RunSeries::stretch_s() const { return interval_s_ * static_cast<double>(stretch_length(length_)); }

bool RunSeries::is_folded() const { return length_ < longest(json_); }

double RunSeries::failed_in_tail() const {
  double sum = 0;
  for (const Json& counts : failed()) sum += sum_of_tail(counts);
  return sum;
}

double RunSeries::sum_of_tail(const Json& counts) const {
  const Values all = values_in(counts);
  double sum = 0;
  for (std::size_t at = length_; at < all.size(); ++at) sum += all[at].value_or(0);
  return sum;
}

Values RunSeries::shown(const Json& list) const {
  Values values = values_in(list);
  if (values.size() > length_) values.resize(length_);
  return values;
}

Values RunSeries::rates_of(const Json& counts) const { return times(shown(counts), 1 / interval_s_); }

Values RunSeries::queued(const std::string& resource) const {
  return shown(member(member(resources(), resource), "queued"));
}

Values RunSeries::utilisation(const std::string& resource) const {
  const Json& series = member(resources(), resource);
  const double servers = count_in(series, "servers");
  return servers > 0 ? times(shown(member(series, "busy")), 1 / servers) : Values{};
}

}  // namespace stepstorm::report::html
