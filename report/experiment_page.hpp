// Prints an experiment's report on the terminal: headings, lines, and names with a tick or a cross.
#pragma once

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

#include "terminal/terminal.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::report {

inline constexpr std::size_t indent = 2;
inline constexpr std::size_t name_columns = 34;

class ExperimentPage {
 public:
  ExperimentPage(const terminal::Terminal& terminal, std::ostream& out) : terminal_(terminal), out_(out) {}

  void heading(const std::string& text) {
    out_ << '\n' << terminal::paint(terminal_, terminal::Ink::Bold, trimmed(text)) << '\n';
  }
  void line(const std::string& text) { out_ << std::string(indent, ' ') << on_one_line(text) << '\n'; }
  /// Prints `text` after `before`, wrapped to the right of it.
  void block(const std::string& before, const std::string& text) {
    const std::string clean = on_one_line(text);
    const std::size_t margin = indent + terminal::columns_of(before);
    const std::size_t room = std::max(terminal_.columns, margin + 20) - margin;
    std::string_view left = clean;
    out_ << std::string(indent, ' ') << before << terminal::take_line(left, room) << '\n';
    while (!left.empty()) out_ << std::string(margin, ' ') << terminal::take_line(left, room) << '\n';
  }
  /// Prints `text` below a row, aligned with the row's text; further left when it would not fit there.
  void below(const std::string& text) {
    const bool fits = 2 * indent + name_columns + terminal::columns_of(text) <= terminal_.columns;
    block(fits ? std::string(name_columns + indent, ' ') : "    ", text);
  }
  std::size_t columns() const { return terminal_.columns; }
  /// Prints a check that neither held nor failed.
  void undecided(const std::string& name, const std::string& text) {
    line("– " + terminal::cell(name, name_columns) + text);
  }
  /// `columns`: width of the name; a longer name is not cut.
  void checked(bool held, const std::string& name, const std::string& text, std::size_t columns = name_columns) {
    line(terminal::paint(terminal_, held ? terminal::Ink::Good : terminal::Ink::Bad, held ? "✓ " : "✗ ") +
         terminal::cell(name, columns) + text);
  }
  std::string painted(terminal::Ink ink, const std::string& text) const {
    return terminal::paint(terminal_, ink, text);
  }

 private:
  static std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  }

  const terminal::Terminal& terminal_;
  std::ostream& out_;
};

}  // namespace stepstorm::report
