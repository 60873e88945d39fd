#include "report/html/html.hpp"

#include <array>

#include "report/html/charts/spectrum.hpp"
#include "report/html/charts/time_series.hpp"
#include "report/html/comparison.hpp"
#include "report/html/executions.hpp"
#include "report/html/faults.hpp"
#include "report/html/fields.hpp"
#include "report/html/markup.hpp"
#include "report/html/page.hpp"
#include "report/html/policies.hpp"
#include "report/html/quantity.hpp"
#include "report/html/reproduction.hpp"
#include "report/html/schedule.hpp"
#include "report/html/states.hpp"
#include "report/html/verdict.hpp"

namespace stepstorm::report::html {
namespace {

std::string title_of(const Json& report) {
  const std::string title = text_in(report, "title");
  if (!title.empty()) return title;
  const std::string machine = text_in(report, "state_machine");
  return machine.empty() ? "Experiment" : "Experiment with " + machine;
}

/// Returns "OrderFulfilmentStateMachine · virtual clock · seed 7 · 10 min 00 s measured".
std::string conditions(const Json& report) {
  std::string words;
  const auto add = [&](const std::string& what) {
    if (!what.empty()) words += (words.empty() ? "" : " · ") + what;
  };
  const std::string clock = text_in(report, "clock");
  const std::string seed = text_in(report, "seed");
  const auto measured_s = number_in(member(report, "experiment"), "measured_s");
  add(text_in(report, "state_machine"));
  add(clock.empty() ? clock : clock + " clock");
  add(seed.empty() ? seed : "seed " + seed);
  if (measured_s) add(in_words(*measured_s, Unit::Seconds) + " measured");
  return words;
}

Markup contents(const Json& report) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> links{{{"#verdict", "Verdict"},
                                                                                {"#time", "Over time"},
                                                                                {"#percentiles", "Percentiles"},
                                                                                {"#states", "States"},
                                                                                {"#comparison", "Comparison"},
                                                                                {"#faults", "Faults"},
                                                                                {"#policies", "Policies"},
                                                                                {"#executions", "Executions"},
                                                                                {"#again", "To repeat it"}}};
  Markup items;
  for (const auto& [target, name] : links)
    if (name != "Policies" || has_policies(report))
      items += element("a", {{"href", std::string(target)}}, escaped(name)) + trusted("\n");
  return element("nav", {{"aria-label", "Contents"}}, items);
}

Markup page_header(const Json& report) {
  const std::string description = text_in(report, "description");
  return element("header",
                 {},
                 paragraph("kicker", "stepstorm · experiment report") + element("h1", {}, escaped(title_of(report))) +
                     (description.empty() ? Markup{} : paragraph("description", description)) +
                     paragraph("conditions", conditions(report)) + contents(report)) +
         trusted("\n");
}

Markup sections(const Json& report) {
  return verdict_section(report) + schedule_section(report) + time_series_section(report) + spectrum_section(report) +
         states_section(report) + comparison_section(report) + faults_section(report) + policies_section(report) +
         executions_section(report) + reproduction_section(report);
}

}  // namespace

std::string render_html(const Json& report) { return page(title_of(report), page_header(report), sections(report)); }

}  // namespace stepstorm::report::html
