// The terminal's page of an experiment: headings, lines, and names with a tick or a cross.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>

#include "terminal/terminal.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::app {

inline constexpr std::size_t indent = 2;
inline constexpr std::size_t name_columns = 34;

class ExperimentPage {
 public:
  ExperimentPage(const Terminal& terminal, std::ostream& out) : terminal_(terminal), out_(out) {}

  void heading(const std::string& text) { out_ << '\n' << paint(terminal_, Ink::Bold, text) << '\n'; }
  void line(const std::string& text) { out_ << std::string(indent, ' ') << on_one_line(text) << '\n'; }
  /// What cannot be said to hold, and has not failed.
  void undecided(const std::string& name, const std::string& text) { line("– " + cell(name, name_columns) + text); }
  void checked(bool held, const std::string& name, const std::string& text) {
    line(paint(terminal_, held ? Ink::Good : Ink::Bad, held ? "✓ " : "✗ ") + cell(name, name_columns) + text);
  }
  std::string painted(Ink ink, const std::string& text) const { return paint(terminal_, ink, text); }

 private:
  const Terminal& terminal_;
  std::ostream& out_;
};

}  // namespace stepstorm::app
