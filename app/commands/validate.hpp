// `stepstorm validate FILE...`: says everything that is wrong with definitions, at once, with line and column.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "asl/machine.hpp"
#include "asl/substitution.hpp"

namespace stepstorm::app {

enum class ReportFormat { TEXT, JSON };

struct ValidateOptions {
  std::vector<std::string> files;  // .yaml and .yml are read as YAML, everything else as JSON; "-" is standard input
  asl::MachineType type = asl::MachineType::STANDARD;
  asl::Substitutions substitutions;  // of marks in definitions
  ReportFormat format = ReportFormat::TEXT;
  bool warnings_as_errors = false;
};

/// Exit code: 0 all are valid, 1 there are findings, 2 a file cannot be read. The report goes to `out`, unreadable files
/// to `err`. A warning counts only with warnings_as_errors.
int validate_command(const ValidateOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
