#include "config/line_file.hpp"

#include <algorithm>

#include "config/text_file.hpp"

namespace stepstorm::config {
namespace {

constexpr std::size_t line_file_bytes_max = 256u << 20;

/// Removes the first line with its end from the text, and returns the line without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

bool line_error(const Node& node, std::size_t line, const LineError& error) {
  return node.error(node.path_to(node.value().get<std::string>()).string() + ':' + std::to_string(line) + ':' +
                    std::to_string(error.column) + ": " + error.message);
}

bool read_lines(const Node& node, const std::function<std::optional<LineError>(std::string_view line)>& read) {
  std::string name;
  if (!read_text(node, name)) return false;
  const auto text = read_text_file(node.path_to(name), line_file_bytes_max);
  if (!text) return node.error(text.error());
  std::string_view rest = *text;
  std::size_t line = 0;
  do {
    ++line;
    if (const auto error = read(take_line(rest))) return line_error(node, line, *error);
  } while (!rest.empty());
  return true;
}

}  // namespace stepstorm::config
