// Reports of simulations and experiments, read back as numbers that can be compared: one per metric and run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace stepstorm::report {

/// Of a metric: which way is better.
enum class Better { More, Less, Neither };

/// A metric by its name, with what an aggregation makes of it, or what it is of: `response_time_ms p(99)`,
/// `utilisation{resource:payment}`, `success_rate{phase:after}`, `errors{error:States.Timeout}`.
struct Series {
  std::string metric;
  Better better = Better::Neither;
  std::vector<double> values;  // one per run, in order; none where a run has no samples
};

struct ReportFile {
  std::string title;
  std::string noun = "order";        // what one of what ran is called
  double measured_s = 0;             // of virtual time, by its first run
  std::vector<std::uint64_t> seeds;  // one per run, at least one
  std::vector<Series> series;        // of the whole run, of phases, of resources, of errors
};

/// What `simulate --out` or `experiment --out` wrote. Of an experiment, its runs with faults, not the control.
/// The error is one line with the file and the place in it of what is missing or foreign.
[[nodiscard]] tl::expected<ReportFile, std::string> load_report(const std::filesystem::path& file);

/// Calls orders_started and the like executions_started where neither report is of orders.
void call_alike(ReportFile& a, ReportFile& b);

}  // namespace stepstorm::report
