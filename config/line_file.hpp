// Text files that another file names, with a value on each line.
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

/// Reads the file that the node names, calling `read` for each line until one is wrong; that one is reported with the
/// file's name and its number: `/arrivals/trace: times.txt:3:1: expected a duration ...`. No file is without a line.
bool read_lines(const Node& node, const std::function<std::optional<LineError>(std::string_view line)>& read);

/// A finding about one line of the file that the node names. Lines count from 1.
bool line_error(const Node& node, std::size_t line, const LineError& error);

}  // namespace stepstorm::config
