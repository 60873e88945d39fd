#include "report/html/states.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report::html {
namespace {

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// Returns the text from <svg to </svg>; empty unless that is one element without scripts and external references.
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

std::string mean_of(const Json& state, std::string_view part) {
  const auto value = number_in(state, part);
  return value && *value > 0 ? in_words(*value, Unit::Milliseconds) : "–";
}

std::string errors_of(const Json& state) {
  std::string text;
  for (const auto& [error, count] : object_in(state, "errors").items())
    text += (text.empty() ? "" : ", ") + count_in_words(number_in(count).value_or(0)) + " × " + error;
  return text.empty() ? "–" : text;
}

/// Lists where the time goes, in all machines.
Markup parts_table(const Json& states) {
  bool several = false;
  for (const Json& state : states) several = several || text_in(state, "machine") != text_in(states.front(), "machine");
  Table table({{"state"},
               {"visits", Align::Right},
               {"mean", Align::Right},
               {"p99", Align::Right},
               {"queueing", Align::Right},
               {"work", Align::Right},
               {"back-off", Align::Right},
               {"waiting", Align::Right},
               {"attempts", Align::Right},
               {"errors"}});
  for (const Json& state : states) {
    const bool split = state.contains("work_ms");
    const std::string machine = several ? " " + text_in(state, "machine") : std::string{};
    table.row({escaped(text_in(state, "state")) + span("type", machine),
               escaped(count_in_words(count_in(state, "visits"))),
               escaped(mean_of(state, "mean_ms")),
               escaped(mean_of(state, "p99_ms")),
               escaped(split ? mean_of(state, "queueing_ms") : "not measured"),
               escaped(mean_of(state, split ? "work_ms" : "queueing_and_work_ms")),
               escaped(mean_of(state, "back_off_ms")),
               escaped(mean_of(state, "waiting_ms")),
               count_cell(state, "attempts"),
               escaped(errors_of(state))});
  }
  return table.markup();
}

Markup parts_of_states(const Json& run) {
  const Json& states = list_in(run, "states_in_all");
  if (states.empty()) return {};
  return element("h3", {}, escaped("Where the time goes")) +
         paragraph("quiet",
                   "Means of each visit that began in the measured time: waiting for a worker, being worked at, from a "
                   "failed attempt to the next, and all other waiting (Wait states, tokens, quotas).") +
         parts_table(states);
}

Markup tags_of_run(const Json& run, const std::string& nouns) {
  Markup all;
  for (const auto& [tag, values] : object_in(run, "tags").items()) {
    Table table({{tag},
                 {nouns, Align::Right},
                 {"succeeded", Align::Right},
                 {"response p50", Align::Right},
                 {"response p99", Align::Right}},
                WhenNarrow::Table);
    for (const auto& [value, figures] : values.items())
      table.row({escaped(value),
                 escaped(count_in_words(count_in(figures, "ended"))),
                 escaped(in_words(number_in(figures, "success_rate"), Unit::Share)),
                 escaped(in_words(number_in(figures, "response_p50_ms"), Unit::Milliseconds)),
                 escaped(in_words(number_in(figures, "response_p99_ms"), Unit::Milliseconds))});
    all += table.markup();
  }
  return all.empty() ? all : element("h3", {}, escaped("By tag")) + all;
}

Markup effects_of_run(const Json& run) {
  const Json& known = object_in(run, "effects");
  if (known.empty()) return {};
  Table table(
      {{"effect"}, {"took place", Align::Right}, {"undone", Align::Right}, {"amount that stands", Align::Right}},
      WhenNarrow::Table);
  for (const auto& [effect, figures] : known.items())
    table.row({escaped(effect),
               escaped(count_in_words(count_in(figures, "count"))),
               count_cell(figures, "undone"),
               escaped(in_words(number_in(figures, "amount"), Unit::Number))});
  return element("h3", {}, escaped("Effects")) + table.markup();
}

}  // namespace

Markup states_section(const Json& report) {
  return section("states",
                 "States",
                 division("states",
                          graph(report) + states_table(list_in(member(report, "experiment"), "states")) +
                              parts_of_states(member(report, "experiment")) +
                              tags_of_run(member(report, "experiment"), nouns_in(report)) +
                              effects_of_run(member(report, "experiment"))));
}

}  // namespace stepstorm::report::html
