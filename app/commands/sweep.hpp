// `stepstorm sweep`: an experiment or a scenario for all combinations of some values, on all cores; a table, and a heat map
// of two of them.
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
  std::optional<std::string> metric;          // as experiment/figure.hpp names them; else how many orders succeed
  std::optional<std::uint64_t> seed;          // else the file's
  std::optional<std::uint32_t> replications;  // else the file's
  std::optional<std::filesystem::path> out;   // a folder for sweep.json, sweep.html, and sweep.svg of two values
  bool json = false;
  terminal::Terminal terminal;
  terminal::Terminal progress;
};

/// So many runs at most.
inline constexpr std::size_t sweep_runs_max = 10'000;

/// The exit code: exit_held when all combinations were run, whatever came of them; else exit_unusable.
int sweep_command(const SweepOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
