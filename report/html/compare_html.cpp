#include "report/html/compare_html.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "report/html/fields.hpp"
#include "report/html/page.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report::html {
namespace {

std::string side_of(const Json& comparison, std::string_view name) {
  const Json& report = member(comparison, name);
  const std::string title = text_in(report, "title");
  const std::string file = text_in(report, "file");
  return title.empty() ? file : title + " (" + file + ")";
}

Markup header_of(const Json& comparison) {
  return element("header",
                 {},
                 paragraph("kicker", "stepstorm · comparison") + element("h1", {}, escaped("B against A")) +
                     paragraph("description", "A: " + side_of(comparison, "a")) +
                     paragraph("description", "B: " + side_of(comparison, "b")) +
                     paragraph("conditions", text_in(comparison, "words")));
}

bool is_worse(const Json& metric) { return text_in(metric, "verdict") == "worse"; }

std::string relative_cell(const Json& metric) {
  const auto value = number_in(metric, "relative");
  if (!value) return in_words(value, Unit::Share);
  return (*value > 0 ? "+" : "") + in_words(*value, Unit::Share);
}

/// Returns "open_max: +50.7 %, from 253 to 381".
std::string change_in_words(const Json& metric) {
  const std::string name = text_in(metric, "metric");
  const Unit unit = unit_of(name);
  const std::string relative = number_in(metric, "relative") ? relative_cell(metric) + ", " : std::string{};
  return name + ": " + relative + "from " + in_words(number_in(metric, "a"), unit) + " to " +
         in_words(number_in(metric, "b"), unit);
}

/// Lists worse metrics, then better ones; the first few of each.
Markup changes(const Json& comparison) {
  constexpr int listed_max = 8;
  Markup items;
  for (const bool good : {false, true}) {
    int count = 0;
    for (const Json& metric : list_in(comparison, "metrics"))
      if (text_in(metric, "verdict") == (good ? "better" : "worse") && ++count <= listed_max)
        items += element("li", {}, mark(good, change_in_words(metric)));
    if (count > listed_max)
      items += element(
          "li",
          {},
          escaped("and " + std::to_string(count - listed_max) + " more that are " + (good ? "better" : "worse")));
  }
  return items.empty() ? items : element("ul", {{"class", "changes"}}, items);
}

Markup comparison_banner(const Json& comparison) {
  const double worse = count_in(comparison, "worse");
  const double better = count_in(comparison, "better");
  const bool tested = text_in(comparison, "test") != "none";
  const std::string tone = !tested ? "open" : worse > 0 ? "bad" : "good";
  const std::string headline = !tested ? "Not tested" : worse > 0 ? "Something is worse" : "Nothing is worse";
  std::string summary = count_in_words(better) + " better, " + count_in_words(worse) + " worse";
  if (const auto margin = number_in(comparison, "margin"); margin && *margin > 0)
    summary += "; differences up to " + in_words(*margin, Unit::Share) + " are as good as none";
  return division(
      "verdict " + tone,
      element("p",
              {{"class", "sign"}, {"aria-hidden", "true"}},
              escaped(tone == "good"  ? "✓"
                      : tone == "bad" ? "✗"
                                      : "?")) +
          division("words", paragraph("headline", headline) + paragraph("summary", summary) + changes(comparison)));
}

std::string difference_cell(const Json& metric, Unit unit) {
  const auto value = number_in(metric, "difference");
  if (!value) return in_words(value, unit);
  const auto half = number_in(metric, "half_width");
  return difference_in_words(*value, unit) + (half ? ' ' + margin_in_words(*half, unit) : std::string{});
}

Markup verdict_cell(const Json& metric) {
  const std::string word = text_in(metric, "verdict");
  if (word == "better") return mark(true, word);
  if (word == "worse") return mark(false, word);
  return span("quiet", word);
}

Table empty_table() {
  return Table({{"metric"},
                {"A", Align::Right},
                {"B", Align::Right},
                {"B − A", Align::Right},
                {"relative", Align::Right},
                {"verdict"}});
}

void add_row(const Json& metric, Table& table) {
  const std::string name = text_in(metric, "metric");
  const Unit unit = unit_of(name);
  table.row({code(name),
             escaped(in_words(number_in(metric, "a"), unit)),
             escaped(in_words(number_in(metric, "b"), unit)),
             escaped(difference_cell(metric, unit)),
             escaped(relative_cell(metric)),
             verdict_cell(metric)},
            is_worse(metric) ? "failed" : "");
}

/// Folds metrics that are equal in all runs.
Markup tables_of(const Json& comparison) {
  Table differing = empty_table();
  Table equal = empty_table();
  double equals = 0;
  for (const Json& metric : list_in(comparison, "metrics")) {
    const bool is_equal = text_in(metric, "verdict") == "same";
    equals += is_equal;
    add_row(metric, is_equal ? equal : differing);
  }
  Markup tables = differing.markup();
  if (equals > 0) tables += details(escaped("the same in all runs: " + counted(equals, "metric")), equal.markup());
  return tables;
}

}  // namespace

std::string render_compare_html(const Json& comparison) {
  return page("B against A",
              header_of(comparison),
              element("section", {{"id", "verdict"}}, comparison_banner(comparison)) +
                  section("metrics", "Metrics", tables_of(comparison)));
}

}  // namespace stepstorm::report::html
