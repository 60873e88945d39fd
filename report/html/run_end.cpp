#include "report/html/run_end.hpp"

#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"
#include "values/words.hpp"

namespace stepstorm::report::html {
namespace {

/// Returns all runs with faults, or the first one when the report has no others.
std::vector<const Json*> runs_of(const Json& report) {
  std::vector<const Json*> runs;
  for (const Json& run : list_in(report, "replications")) runs.push_back(&run);
  if (runs.empty()) runs.push_back(&member(report, "experiment"));
  return runs;
}

/// Returns "stopped by the guardrail success_rate rate>0.5 at 22.0 s, when it was 42 %; 37 orders were open; seed 7".
std::string stop_in_words(const Json& stop, const std::string& seed, const std::string& noun) {
  const std::string metric = text_in(stop, "metric");
  const double open = count_in(stop, "open");
  return "stopped by the " + text_in(stop, "by") + ' ' + metric + ' ' + text_in(stop, "expression") + " at " +
         in_words(number_in(stop, "at_s"), Unit::Seconds) + ", when it was " +
         in_words(number_in(stop, "value"), unit_of(metric)) + "; " + count_in_words(open) + ' ' +
         (open == 1 ? noun + " was" : plural(noun) + " were") + " open" + (seed.empty() ? "" : "; seed " + seed);
}

Markup line(const std::string& text) {
  return element("p", {{"class", "partial"}}, element("b", {}, escaped("PARTIAL: ")) + escaped(text));
}

Markup tripped(const Json& guardrail, Unit unit) {
  Markup all;
  for (const Json& trip : list_in(guardrail, "tripped"))
    all += (all.empty() ? Markup{} : element("br", {})) +
           escaped("at " + in_words(number_in(trip, "at_s"), Unit::Seconds) + ", when it was " +
                   in_words(number_in(trip, "value"), unit) + " (seed " + text_in(trip, "seed") + ")");
  return all.empty() ? escaped("–") : all;
}

std::string looked_at(const Json& guardrail) {
  const auto over_s = number_in(guardrail, "over_s");
  return text_in(guardrail, "metric") == "open" || !over_s ? "at any time"
                                                           : "over the last " + in_words(*over_s, Unit::Seconds);
}

}  // namespace

Markup partial_banner(const Json& report) {
  Markup lines;
  const std::string cut = text_in(report, "partial");
  if (!cut.empty() && cut != "false")
    lines += line("stopped before its end: " + cut + "; what was measured until then");
  for (const Json* run : runs_of(report))
    if (const Json& stop = member(*run, "stopped"); stop.is_object())
      lines += line(stop_in_words(stop, text_in(*run, "seed"), noun_in(report)));
  return lines;
}

Markup guardrails_table(const Json& report) {
  const Json& guardrails = list_in(report, "guardrails");
  if (guardrails.empty()) return {};
  Table table({{"guardrail"}, {"must stay"}, {"looked at"}, {"stopped the run"}, {"result"}});
  for (const Json& guardrail : guardrails) {
    const std::string metric = text_in(guardrail, "metric");
    const Json& held = member(guardrail, "held");
    table.row({escaped(metric),
               code(text_in(guardrail, "bounds")),
               escaped(looked_at(guardrail)),
               tripped(guardrail, unit_of(metric)),
               held.is_boolean() ? mark(held == true, held == true ? "kept" : "left") : escaped("not judged")},
              held == false ? "failed" : "");
  }
  return table.markup();
}

}  // namespace stepstorm::report::html
