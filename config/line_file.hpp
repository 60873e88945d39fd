// Reads text files that another file names, with one value on each line.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "config/reader.hpp"

namespace stepstorm::config {

struct LineError {
  std::size_t column = 1;
  std::string message;
};

/// Reads the file that the node names and calls `read` for each line up to the first error, which it reports with the
/// file's name and line: `/arrivals/trace: times.txt:3:1: expected a duration ...`. An empty file is an error.
bool read_lines(const Node& node, const std::function<std::optional<LineError>(std::string_view line)>& read);

/// Reports a finding about one line of the file that the node names. Lines count from 1.
bool line_error(const Node& node, std::size_t line, const LineError& error);

}  // namespace stepstorm::config
