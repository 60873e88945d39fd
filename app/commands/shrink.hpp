// `stepstorm shrink`: reduces a failing experiment as far as it still fails in the same way.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>

#include "asl/substitution.hpp"
#include "launch/functions.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

/// Limits of a search, which ends at the first one reached.
struct Budget {
  std::optional<std::uint64_t> runs = 1000;
  std::optional<std::chrono::nanoseconds> time;
};

/// Parses a number of runs, `500`, or a time, `30 s`.
[[nodiscard]] std::optional<Budget> parse_budget(const std::string& text);

struct ShrinkOptions {
  std::filesystem::path file;
  std::optional<std::uint64_t> seed;         // absent: the file's
  std::optional<std::filesystem::path> out;  // absent: FILE's name with .shrunk.json, in the same folder
  Budget budget;
  asl::Substitutions substitutions;  // of marks in definitions
  launch::FunctionChoice functions;
  terminal::Terminal terminal;
  terminal::Terminal progress;
};

/// Returns 0 when a reduced experiment was written, else another exit code. Progress and error messages go to `err`.
int shrink_command(const ShrinkOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
