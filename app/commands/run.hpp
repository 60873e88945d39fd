// `stepstorm run`: runs one execution and prints its history.
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "asl/substitution.hpp"
#include "launch/functions.hpp"
#include "launch/play.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

enum class HistoryView { Live, Table, Json, None };

struct RunOptions {
  std::string machine;                            // a file, or a name from the settings
  std::optional<std::string> input;               // see input.hpp
  std::optional<std::filesystem::path> settings;  // see preparation.hpp
  asl::MachineType type = asl::MachineType::STANDARD;
  std::optional<std::filesystem::path> mocks;  // a MockConfigFile.json ...
  std::optional<std::string> test_case;        // ... and one of its test cases
  std::optional<std::string> machine_name;     // see preparation.hpp
  bool strict = false;                         // likewise
  asl::Substitutions substitutions;            // of marks in definitions
  launch::FunctionChoice functions;
  launch::Clock clock = launch::Clock::Wall;
  HistoryView history = HistoryView::Live;
  std::optional<std::uint64_t> seed;  // absent: the settings'
  std::optional<std::string> name;    // of the execution; absent: a UUID drawn from the seed
  std::string log_level = "warn";
  terminal::Terminal terminal;  // of `out`
};

/// Returns the exit code. Error messages and warnings go to `err`.
int run_command(const RunOptions& options, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
