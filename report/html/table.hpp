// Tables. Those that say so become cards, a row each, where the screen is too narrow for their columns.
#pragma once

#include <string>
#include <vector>

#include "report/html/markup.hpp"

namespace stepstorm::report::html {

enum class Align { Left, Right };

struct Column {
  std::string title;
  Align align = Align::Left;
};

enum class WhenNarrow { Cards, Table };

class Table {
 public:
  explicit Table(std::vector<Column> columns, WhenNarrow when_narrow = WhenNarrow::Cards)
      : columns_(std::move(columns)), when_narrow_(when_narrow) {}

  /// A cell for each column.
  void row(const std::vector<Markup>& cells, std::string css_class = "");

  [[nodiscard]] Markup markup() const;

 private:
  std::vector<Column> columns_;
  WhenNarrow when_narrow_;
  Markup rows_;
};

/// A bar as long as `share` of its cell, with words beside it. Class "heat" is for what is bad.
[[nodiscard]] Markup bar(double share, std::string_view words, std::string css_class = "");

/// A tick or a cross, and a word that says the same.
[[nodiscard]] Markup mark(bool good, std::string_view word);

}  // namespace stepstorm::report::html
