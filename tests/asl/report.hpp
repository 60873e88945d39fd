// Findings as text a person reads.
#pragma once

#include <string>
#include <string_view>

#include "asl/compile.hpp"

namespace stepstorm::asl {

/// A line per finding, `<severity> CODE: message at location`: where in the text is for other tests to say.
inline std::string report_of(std::string_view definition, MachineType type = MachineType::STANDARD) {
  std::string report;
  for (auto finding : compile(definition, type).findings) {
    finding.at = {};
    report += render(finding, "").substr(std::string_view(":1:1: ").size()) + '\n';
  }
  return report;
}

/// A machine of one state called A.
inline std::string machine_of(std::string_view state) {
  return R"({"StartAt": "A", "States": {"A": )" + std::string(state) + "}}";
}

/// The report on a machine whose only state is this.
inline std::string report_of_state(std::string_view state, MachineType type = MachineType::STANDARD) {
  return report_of(machine_of(state), type);
}

inline std::string schema_error(std::string_view message, std::string_view location) {
  return "error SCHEMA_VALIDATION_FAILED: " + std::string(message) + " at " + std::string(location) + '\n';
}

}  // namespace stepstorm::asl
