// `stepstorm validate FILE...`: reports all findings of state machine definitions, with line and column.
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

/// Returns 0 when all definitions are valid, 1 when there are findings, 2 when a file cannot be read. The report goes
/// to `out`, unreadable files to `err`. Warnings count only with warnings_as_errors.
int validate_command(const ValidateOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
