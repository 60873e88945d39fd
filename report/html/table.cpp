#include "report/html/table.hpp"

#include <algorithm>
#include <cassert>

#include "report/html/quantity.hpp"

namespace stepstorm::report::html {
namespace {

std::string css_class(const Column& column) { return column.align == Align::Right ? "number" : ""; }

}  // namespace

void Table::row(const std::vector<Markup>& cells, std::string css_class_of_row) {
  assert(cells.size() == columns_.size());
  Markup row;
  for (std::size_t i = 0; i < cells.size(); ++i)
    row += i == 0 ? element("th", {{"scope", "row"}}, cells[i])
                  : element("td", {{"class", css_class(columns_[i])}, {"data-label", columns_[i].title}}, cells[i]);
  rows_ += element("tr", {{"class", std::move(css_class_of_row)}}, row) + trusted("\n");
}

Markup Table::markup() const {
  Markup head;
  for (const Column& column : columns_)
    head += element("th", {{"scope", "col"}, {"class", css_class(column)}}, escaped(column.title));
  return element("table",
                 {{"class", when_narrow_ == WhenNarrow::Cards ? "cards" : ""}},
                 element("thead", {}, element("tr", {}, head)) + element("tbody", {}, rows_)) +
         trusted("\n");
}

Markup bar(double share, std::string_view words, std::string css_class) {
  const std::string length = plain(std::clamp(share, 0.0, 1.0) * 100) + '%';
  return span("bar " + css_class,
              span("words", words) + span("track", element("i", {{"style", "width:" + length}}, {})));
}

Markup mark(bool good, std::string_view word) {
  return span(good ? "mark good" : "mark bad", trusted(good ? "<i>✓</i> " : "<i>✗</i> ") + escaped(word));
}

}  // namespace stepstorm::report::html
