// `stepstorm graph FILE`: draws a state machine, coloured by the history of one execution if given.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

#include "asl/machine.hpp"
#include "asl/substitution.hpp"

namespace stepstorm::app {

enum class PictureFormat { SVG, DOT };

struct GraphOptions {
  std::string file;  // .yaml and .yml are read as YAML, everything else as JSON
  asl::MachineType type = asl::MachineType::STANDARD;
  PictureFormat format = PictureFormat::SVG;
  asl::Substitutions substitutions;              // of marks in the definition
  std::optional<std::filesystem::path> output;   // absent: `out`
  std::optional<std::filesystem::path> history;  // JSON printed by `stepstorm run --history json`
};

/// Returns 0 when the graph was drawn; 1 when the definition has errors; 2 when a file cannot be read or written, or
/// the history does not fit the machine. Findings and error messages go to `err`.
int graph_command(const GraphOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
