// Reads reports of simulations and experiments back as comparable numbers: one per metric and run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace stepstorm::report {

/// Which direction of a metric is better.
enum class Better { More, Less, Neither };

/// The values of one metric. The name includes its aggregation or its labels: `response_time_ms p(99)`,
/// `utilisation{resource:payment}`, `success_rate{phase:after}`, `errors{error:States.Timeout}`.
struct Series {
  std::string metric;
  Better better = Better::Neither;
  std::vector<double> values;  // one per run, in order; left out for a run without samples
};

struct ReportFile {
  std::string title;
  std::string noun = "order";        // what one execution is called
  double measured_s = 0;             // virtual seconds, from the first run
  std::vector<std::uint64_t> seeds;  // one per run, at least one
  std::vector<Series> series;        // of whole runs, phases, resources and errors
};

/// Reads a report written by `simulate --out` or `experiment --out`; of an experiment, the runs with faults, not the
/// control.
/// The error is one line with the file and the place in it that is missing or not valid.
[[nodiscard]] tl::expected<ReportFile, std::string> load_report(const std::filesystem::path& file);

/// Renames orders_started and the like to executions_started in both, where neither report counts orders.
void call_alike(ReportFile& a, ReportFile& b);

}  // namespace stepstorm::report
