// `stepstorm conform PATH...`: runs recorded cases and reports how many end as recorded.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "conformance/comparison.hpp"
#include "terminal/terminal.hpp"

namespace stepstorm::app {

enum class ConformFormat { Text, Json, Markdown };

struct ConformOptions {
  std::vector<std::filesystem::path> paths;                // case files, and folders of case files
  conformance::Level level = conformance::Level::History;  // the level that a case must reach to pass
  bool strict = false;                                     // compare ignored members, too
  std::vector<std::string> areas;                          // areas to run; empty: all
  std::optional<std::filesystem::path> out;                // folder for the actual results
  ConformFormat format = ConformFormat::Text;
  bool failed_only = false;                          // no table
  bool verbose = false;                              // all differences, not only the first
  std::optional<std::string> endpoint;               // URL of the API to test; absent: this program
  std::optional<std::filesystem::path> write_mocks;  // MockConfigFile.json to write, for another emulator
  terminal::Terminal terminal;                       // of `out`
};

/// Returns 0 when all cases pass, 1 when some fail, 2 when a file cannot be read or written; readable cases run even
/// then. The report goes to `out`, error messages to `err`.
int conform_command(const ConformOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
