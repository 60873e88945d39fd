// `stepstorm graph FILE`: a machine as a picture, coloured by what one execution did when its history is given.
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
  std::optional<std::filesystem::path> output;   // else `out`
  std::optional<std::filesystem::path> history;  // the JSON that `stepstorm run --history json` prints
};

/// Exit code: 0 drawn, 1 the definition has errors (the findings go to `err`), 2 a file cannot be read or written, or the
/// history is not one of this machine (why goes to `err`).
int graph_command(const GraphOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
