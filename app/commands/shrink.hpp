// `stepstorm shrink`: a failing experiment made as small as it can be and still fail in the same way.
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

/// What a search may cost: the first that is used up ends it.
struct Budget {
  std::optional<std::uint64_t> runs = 1000;
  std::optional<std::chrono::nanoseconds> time;
};

/// `500` or `30 s`.
[[nodiscard]] std::optional<Budget> parse_budget(const std::string& text);

struct ShrinkOptions {
  std::filesystem::path file;
  std::optional<std::uint64_t> seed;         // else the file's
  std::optional<std::filesystem::path> out;  // else FILE's name with .shrunk.json, beside it
  Budget budget;
  asl::Substitutions substitutions;  // of marks in definitions
  launch::FunctionChoice functions;
  terminal::Terminal terminal;
  terminal::Terminal progress;
};

/// The exit code: 0 when a small experiment was written. Progress and complaints go to `err`.
int shrink_command(const ShrinkOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
