// Renders tables. On a screen too narrow for its columns, a table with WhenNarrow::Cards shows each row as a card.
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

  /// Adds a row, with one cell for each column.
  void row(const std::vector<Markup>& cells, std::string css_class = "");

  [[nodiscard]] Markup markup() const;

 private:
  std::vector<Column> columns_;
  WhenNarrow when_narrow_;
  Markup rows_;
};

/// Returns a bar of length `share` of its cell, beside `words`. CSS class "heat" marks bad values.
[[nodiscard]] Markup bar(double share, std::string_view words, std::string css_class = "");

/// Returns a tick or a cross, followed by `word`.
[[nodiscard]] Markup mark(bool good, std::string_view word);

}  // namespace stepstorm::report::html
