// Prepares one run's time series for charts. Leaves out a long tail after the end of the load, in which the last
// executions end, since it would squeeze the load into a corner of the chart; the tail's sums stay available.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "report/html/fields.hpp"

namespace stepstorm::report::html {

class RunSeries {
 public:
  /// `run`: may be incomplete, and must outlive this object. `load_s`: end of the load, where known.
  RunSeries(const Json& run, std::optional<double> load_s);

  // ---- time, in seconds
  [[nodiscard]] double interval_s() const { return interval_s_; }
  [[nodiscard]] double end_s() const { return interval_s_ * static_cast<double>(length_); }
  /// When the last execution ended: the last interval holds everything after it.
  [[nodiscard]] double ended_s() const { return ended_s_; }
  /// Returns the middle of an interval, at which its values are drawn.
  [[nodiscard]] double middle_s(double interval) const { return (interval + 0.5) * interval_s_; }
  [[nodiscard]] double stretch_s() const;

  // ---- the folded tail
  [[nodiscard]] bool is_folded() const;
  /// Returns the count of `name` in the tail: how many succeeded, or started.
  [[nodiscard]] double in_tail(std::string_view name) const { return sum_of_tail(member(json_, name)); }
  [[nodiscard]] double failed_in_tail() const;

  // ---- values, one for each interval that is shown
  [[nodiscard]] Values shown(const Json& list) const;
  [[nodiscard]] Values values(std::string_view name) const { return shown(member(json_, name)); }
  [[nodiscard]] Values rates_of(const Json& counts) const;
  [[nodiscard]] Values per_second(std::string_view name) const { return rates_of(member(json_, name)); }
  [[nodiscard]] Values queued(const std::string& resource) const;
  [[nodiscard]] Values utilisation(const std::string& resource) const;

  // ---- by name
  [[nodiscard]] const Json& failed() const { return object_in(json_, "failed"); }
  [[nodiscard]] const Json& resources() const { return object_in(json_, "resources"); }
  /// Returns the metrics of parts of the run.
  [[nodiscard]] const Json& selected() const { return object_in(json_, "selected"); }

 private:
  [[nodiscard]] double sum_of_tail(const Json& counts) const;

  const Json& json_;
  std::size_t length_;  // intervals that are shown
  double interval_s_ = 1;
  double ended_s_ = 0;
};

}  // namespace stepstorm::report::html
