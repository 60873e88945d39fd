#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_experiment(CLI::App& program, Command& chosen) {
  const auto [command, experiment] = add_command<ExperimentOptions>(
      program, "experiment", "Let things go wrong under load, and see what holds", chosen);
  command->add_option("FILE", experiment->file, "An experiment: a scenario, and what goes wrong in it")
      ->required()
      ->type_name("");
  add_seed(*command, experiment->seed);
  add_replications(*command, experiment->replications);
  add_substitutions(*command, experiment->substitutions);
  add_functions(*command, experiment->functions);
  add_simulation_clock(*command, experiment->clock);
  command->add_flag("--dry-run", experiment->dry_run, "Show the plan as a timeline, run nothing");
  command->add_flag("--no-control", experiment->no_control, "Leave out the run without faults beside it");
  add_choice(*command,
             "--format",
             {{"text", SimulateFormat::Text}, {"json", SimulateFormat::Json}},
             experiment->format,
             "How the report is printed (default text)");
  add_optional(*command, "--out", "FOLDER", experiment->out, "Write report.html, report.json and response.hgrm there");
  add_side_reports(*command, experiment->side);
  command->footer(R"(
The file extends a scenario of `stepstorm simulate` by a `method`: faults, each with a target, a window of time and a
probability. The same seed and arrivals without faults run beside it, as a control. Time is virtual;
with --clock wall it is real, see `stepstorm simulate --help`, and the control runs after the experiment. Ctrl-C ends in
a report of what was measured until then.

Examples
  stepstorm experiment config/experiments/payment_brownout.json
  stepstorm experiment config/experiments/lost_answers.json --out report
  stepstorm experiment my_experiment.json --junit results.xml --markdown summary.md
  stepstorm experiment my_experiment.json --dry-run

Exit codes
  0  it held
  1  wrong use, a file that is invalid, or interrupted while it held: the report is partial
  3  an invariant was violated: the report names the executions, with their histories
  99 a threshold, a guardrail or the steady-state hypothesis failed)");
}

}  // namespace stepstorm::app
