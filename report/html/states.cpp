#include "report/html/states.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report {
namespace {

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// From <svg to </svg>; empty unless that is one element that runs nothing and brings in nothing.
std::string drawing_in(const std::string& text) {
  constexpr std::array refused{"<script", "<foreignobject", "<iframe", "javascript:", "<image", "<!"};
  const std::string lower = lower_case(text);
  const auto begin = lower.find("<svg");
  const auto end = lower.rfind("</svg>");
  if (begin == lower.npos || end == lower.npos || end < begin) return {};
  const std::string_view inside = std::string_view(lower).substr(begin, end - begin);
  const auto holds = [&](std::string_view what) { return inside.find(what) != inside.npos; };
  if (inside.find("<svg", 1) != inside.npos || std::any_of(refused.begin(), refused.end(), holds)) return {};
  return text.substr(begin, end - begin) + "</svg>";
}

Markup graph(const Json& report) {
  const std::string given = text_in(report, "graph_svg");
  if (given.empty()) return {};
  const std::string drawing = drawing_in(given);
  if (drawing.empty()) return paragraph("quiet", "The graph is not shown: what was given is not a plain drawing.");
  return division("graph", trusted(drawing));
}

double failed_share(const Json& state) {
  const double entered = count_in(state, "entered");
  return entered > 0 ? std::min(1.0, (count_in(state, "failed") + count_in(state, "caught")) / entered) : 0;
}

double highest(const Json& states, std::string_view metric) {
  double most = 0;
  for (const Json& state : states) most = std::max(most, count_in(state, metric));
  return most;
}

double share_of(double value, double most) { return most > 0 ? value / most : 0; }

Markup count_cell(const Json& state, std::string_view metric) {
  const double count = count_in(state, metric);
  return count == 0 ? span("zero", "0") : escaped(count_in_words(count));
}

Markup states_table(const Json& states) {
  if (states.empty()) return paragraph("quiet", "No state was entered.");
  const double most_entered = highest(states, "entered");
  const double longest_ms = highest(states, "mean_ms");
  Table table({{"state"},
               {"entered"},
               {"mean latency"},
               {"retried", Align::Right},
               {"caught", Align::Right},
               {"failed", Align::Right},
               {"caught or failed"}});
  for (const Json& state : states) {
    const double entered = count_in(state, "entered");
    const auto mean_ms = number_in(state, "mean_ms");
    const double failed = failed_share(state);
    table.row(
        {escaped(text_in(state, "name")) + span("type", " " + text_in(state, "type")),
         bar(share_of(entered, most_entered), count_in_words(entered)),
         bar(share_of(mean_ms.value_or(0), longest_ms), entered == 0 ? "–" : in_words(mean_ms, Unit::Milliseconds)),
         count_cell(state, "retried"),
         count_cell(state, "caught"),
         count_cell(state, "failed"),
         bar(failed, failed == 0 ? "–" : in_words(failed, Unit::Share), "heat")},
        entered == 0 ? "unreached" : "");
  }
  return table.markup();
}

}  // namespace

Markup states_section(const Json& report) {
  return section("states",
                 "States",
                 division("states", graph(report) + states_table(list_in(member(report, "experiment"), "states"))));
}

}  // namespace stepstorm::report
