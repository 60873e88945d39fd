// `stepstorm sweep`: runs an experiment or a scenario for all combinations of some values, on all cores; prints a
// table, or a heat map of two values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "asl/substitution.hpp"
#include "launch/functions.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

struct SweepOptions {
  std::filesystem::path file;
  std::vector<std::string> vary;     // NAME=VALUES, at least one
  asl::Substitutions substitutions;  // of marks in definitions
  launch::FunctionChoice functions;
  std::optional<std::string> metric;          // experiment/figure.hpp; absent: (after.)success_rate
  std::optional<std::uint64_t> seed;          // absent: the file's
  std::optional<std::uint32_t> replications;  // absent: the file's
  std::optional<std::filesystem::path> out;   // folder for sweep.json, sweep.html, and for two values sweep.svg
  bool json = false;
  terminal::Terminal terminal;
  terminal::Terminal progress;
};

/// The largest number of runs of one sweep.
inline constexpr std::size_t sweep_runs_max = 10'000;

/// Returns exit_held when all combinations were run, regardless of their verdicts; else exit_unusable.
int sweep_command(const SweepOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
