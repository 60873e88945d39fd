// `stepstorm conform PATH...`: runs recorded cases and says how many of them end as they were recorded.
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
  std::vector<std::filesystem::path> paths;                // case files, and folders of them
  conformance::Level level = conformance::Level::History;  // decides who has passed
  bool strict = false;                                     // compare also what the cases ignore
  std::vector<std::string> areas;                          // only these; empty: all
  std::optional<std::filesystem::path> out;                // a folder for the actual results
  ConformFormat format = ConformFormat::Text;
  bool failed_only = false;                          // no table
  bool verbose = false;                              // every difference, not only the first
  std::optional<std::string> endpoint;               // the API that plays the cases; absent: this program does
  std::optional<std::filesystem::path> write_mocks;  // where others' mocks are written to
  terminal::Terminal terminal;                       // what `out` is
};

/// Exit code: 0 all cases pass, 1 some do not, 2 something cannot be read or written. The report goes to `out`,
/// complaints to `err`; what can be read is run all the same.
int conform_command(const ConformOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stepstorm::app
