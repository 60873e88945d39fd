#include <cmath>

#include "report/experiment_findings.hpp"
#include "report/experiment_page.hpp"
#include "report/experiment_report.hpp"
#include "values/words.hpp"
#include "world/time.hpp"

namespace stepstorm::report {
namespace {

using experiment::Experiment;

}  // namespace

void print_plan(const Experiment& experiment, const terminal::Terminal& terminal, std::ostream& out) {
  ExperimentPage page(terminal, out);
  out << terminal::paint(terminal, terminal::Ink::Bold, experiment.scenario.title) << '\n';
  constexpr std::size_t columns = 60;
  const auto bar = [&](world::Time begin, world::Time end) {
    const double whole = world::seconds(experiment.scenario.duration);
    const auto from = static_cast<std::size_t>(world::seconds(begin) / whole * columns);
    const auto to = std::max(from + 1, static_cast<std::size_t>(std::ceil(world::seconds(end) / whole * columns)));
    std::string text;
    for (std::size_t at = 0; at < columns; ++at) text += at >= from && at < to ? "█" : "·";
    return text;
  };
  for (const faults::Fault& fault : experiment.faults) {
    const world::Time whole = experiment.scenario.duration;
    const auto end = fault.window.duration ? std::min(whole, fault.window.begin + *fault.window.duration) : whole;
    page.line(bar(fault.window.begin, end) + "  " + fault.name + ": " + std::string{faults::kind_name(fault.action)} +
              ", " + target_text(fault.target) + ", " + window_text(fault.window) +
              (fault.probability < 1 ? ", " + percent(fault.probability) : ""));
  }
  for (const KillSummary& kill : kill_summaries(experiment))
    page.line(bar(kill.first, kill.last) + "  " + kill.fault + ": " + counted(kill.count, "death") + " of " +
              kill.resource);
  for (const experiment::Demand& demand : experiment.scenario.thresholds)
    if (demand.abort_after)
      page.line("stopped unless " + demand.metric + " " + demand.threshold.text + ", from " +
                in_words(*demand.abort_after));
  for (const experiment::Guardrail& guardrail : experiment.guardrails)
    page.line("stopped unless " + guardrail.metric + " " + guardrail.bounds.text + ' ' + guardrail_span(guardrail));
  page.line(terminal::padded("0", columns - in_words(experiment.scenario.duration).size()) +
            in_words(experiment.scenario.duration));
}

}  // namespace stepstorm::report
