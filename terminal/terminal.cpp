#include "terminal/terminal.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

#include "values/utf8.hpp"

namespace stepstorm::terminal {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool is_dumb() {
  const char* term = std::getenv("TERM");
  return term != nullptr && std::string_view(term) == "dumb";
}

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::Bold: return "\xFF[1m";
    case Ink::Dim: return "\xFF[2m";
    case Ink::Good: return "\xFF[32m";
    case Ink::Bad: return "\xFF[31m";
    case Ink::Notice: return "\xFF[33m";
    case Ink::Accent: return "\xFF[36m";
  }
  return {};
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }

/// Returns the offset of the character with this number, or the end.
std::size_t offset_of_column(std::string_view text, std::size_t column) {
  std::size_t characters = 0;
  for (std::size_t offset = 0; offset < text.size(); ++offset)
    if (begins_character(text[offset]) && characters++ == column) return offset;
  return text.size();
}

constexpr std::size_t columns_min = 40;

/// Returns the number of columns set in the environment.
std::optional<std::size_t> columns_asked_for() {
  const char* const text = std::getenv("COLUMNS");
  const std::string_view digits = text ? text : "";
  unsigned columns = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), columns);
  if (error != std::errc{} || end != digits.data() + digits.size() || columns == 0) return std::nullopt;
  return std::max<std::size_t>(columns, columns_min);
}

}  // namespace

Terminal terminal_of(int file_descriptor) {
  Terminal terminal;
  if (isatty(file_descriptor) == 0) {
    if (const auto columns = columns_asked_for()) terminal.columns = *columns;
    return terminal;
  }
  terminal.interactive = !is_dumb();
  terminal.colours = terminal.interactive && !is_set("NO_COLOR");
  winsize size{};
  if (ioctl(file_descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    terminal.columns = std::max<std::size_t>(size.ws_col, columns_min);
  return terminal;
}

std::string paint(const Terminal& terminal, Ink ink, std::string_view text) {
  if (!terminal.colours || text.empty()) return on_one_line(text);
  return std::string(code_of(ink)) + on_one_line(text) + "\xFF[0m";
}

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string padded(std::string_view text, std::size_t columns) {
  std::string line = on_one_line(text);
  line.append(columns - std::min(columns, columns_of(line)), ' ');
  return line;
}

std::string cell(std::string_view text, std::size_t columns) {
  return padded(text, std::max(columns, columns_of(text) + 2));
}

std::string shortened(std::string_view text, std::size_t columns) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; }, ' ');
  if (columns_of(line) <= columns) return line;
  if (columns == 0) return {};
  return line.substr(0, offset_of_column(line, columns - 1)) + "…";
}

std::string_view take_line(std::string_view& text, std::size_t columns) {
  if (columns_of(text) <= columns) return std::exchange(text, {});
  const std::string_view fits = text.substr(0, offset_of_column(text, columns + 1));
  const auto is_gap = [](std::size_t at) { return at != std::string_view::npos && at > 0; };
  std::size_t end = fits.rfind("  ");
  if (!is_gap(end)) end = fits.rfind(' ');
  if (!is_gap(end)) end = text.find(' ', 1);
  if (!is_gap(end)) return std::exchange(text, {});
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(' ', end)));
  return line;
}

}  // namespace stepstorm::terminal
