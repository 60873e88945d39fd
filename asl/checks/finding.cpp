#include "asl/checks/finding.hpp"

#include <algorithm>

#include "values/utf8.hpp"

namespace stepstorm::asl {

bool has_errors(const std::vector<Finding>& findings) {
  return std::any_of(
      findings.begin(), findings.end(), [](const Finding& finding) { return finding.severity == Severity::ERROR; });
}

// Line and column replace the service's own remarks about the place in a text (a second line, a location that is none).
std::string render(const Finding& finding, std::string_view file) {
  std::string line(file);
  line += ':' + std::to_string(finding.at.line) + ':' + std::to_string(finding.at.column);
  line += finding.severity == Severity::ERROR ? ": error " : ": warning ";
  line += finding.code + ": " + finding.message.substr(0, finding.message.find('\n'));
  if (finding.location && finding.location->starts_with('/')) line += " at " + *finding.location;
  return on_one_line(line);
}

}  // namespace stepstorm::asl
