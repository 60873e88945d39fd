#include "config/finding.hpp"

#include "values/utf8.hpp"

namespace stepstorm::config {

std::string render(const FileFinding& finding) {
  if (finding.file.empty()) return on_one_line(finding.message);
  std::string line = finding.file + ':' + std::to_string(finding.at.line) + ':' + std::to_string(finding.at.column);
  if (!finding.pointer.empty()) line += ": " + finding.pointer;
  return on_one_line(line + ": " + finding.message);
}

}  // namespace stepstorm::config
