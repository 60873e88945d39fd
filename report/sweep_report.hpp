// Results of a sweep: a table or heat map on the terminal, JSON, SVG, and an HTML page.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "experiment/figure.hpp"
#include "launch/write_file.hpp"
#include "search/variation/grid.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::report {

struct SweepPlan {
  std::filesystem::path file;
  variation::Grid grid;
  experiment::Figure figure;
  std::uint64_t seed = 0;
  std::uint32_t replications = 1;
  std::string title;
  std::string description;
  std::string state_machine;
  Json configuration;  // the scenario file, before anything varies
};

/// The most severe verdict over some runs, in increasing severity.
enum class SweepVerdict { NothingDemanded, Held, DemandFailed, InvariantViolated };

struct RunFigures {
  std::optional<double> value;                 // of the plan's figure
  std::vector<std::optional<double>> figures;  // by place in `figures_of_cells`
  SweepVerdict verdict = SweepVerdict::Held;
};

/// Returns the figures shown for every combination, in addition to the plan's figure.
[[nodiscard]] const std::vector<experiment::Figure>& figures_of_cells();

/// The results of one combination, by replication; empty when no run finished.
struct SweepCell {
  std::vector<RunFigures> runs;

  std::optional<double> mean() const;
  std::optional<double> mean_of(std::size_t figure) const;
  SweepVerdict verdict() const;
};

/// Prints a heat map for two varied values, else a row for each combination.
void print_cells(const SweepPlan& plan,
                 const std::vector<SweepCell>& cells,
                 const terminal::Terminal& terminal,
                 std::ostream& out);

/// Returns the report JSON, version 1. Equal plans give equal bytes.
[[nodiscard]] Json report_of(const SweepPlan& plan, const std::vector<SweepCell>& cells, const std::string& command);

/// Writes sweep.json, sweep.html, and for two varied values sweep.svg.
[[nodiscard]] launch::Written write_sweep(const std::filesystem::path& folder,
                                          const SweepPlan& plan,
                                          const std::vector<SweepCell>& cells,
                                          const Json& report);

}  // namespace stepstorm::report
