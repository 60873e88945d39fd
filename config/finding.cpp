#include "config/finding.hpp"

namespace stepstorm::config {

std::string render(const Finding& finding) {
  if (finding.file.empty()) return finding.message;
  std::string line = finding.file + ':' + std::to_string(finding.at.line) + ':' + std::to_string(finding.at.column);
  if (!finding.pointer.empty()) line += ": " + finding.pointer;
  return line + ": " + finding.message;
}

}  // namespace stepstorm::config
