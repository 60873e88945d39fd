#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_sweep(CLI::App& program, Command& chosen) {
  const auto [command, sweep] =
      add_command<SweepOptions>(program, "sweep", "Run an experiment for all combinations of some values", chosen);
  command->add_option("FILE", sweep->file, "An experiment or a scenario")->required()->type_name("");
  command->add_option("--vary", sweep->vary, "What varies, and over which values; may be given several times")
      ->required()
      ->allow_extra_args(false)
      ->type_name("NAME=VALUES");
  add_optional(*command,
               "--metric",
               "[PHASE.]METRIC [AGGREGATION]",
               sweep->metric,
               "What to show (default: success_rate, after the faults if there are any)");
  add_seed(*command, sweep->seed, "the file's");
  add_replications(*command, sweep->replications);
  add_substitutions(*command, sweep->substitutions);
  add_replay(*command, sweep->functions);
  add_optional(
      *command, "--out", "DIR", sweep->out, "Write sweep.html and sweep.json here, and sweep.svg of two values");
  command->add_flag("--json", sweep->json, "Print JSON instead of a table");
  command->footer(R"(
NAME is a JSON pointer, or the end of a value's path when only one value has it: payment.capacity, method.0.duration.
Pointers whose members begin with a capital letter lead into the definition of the state machine, others into FILE.
arrivals.rate is the rate of a constant or Poisson process; retry.MaxAttempts that field of every retrier.
VALUES are ranges and lists: 0..6, 100..2000:100, 5s..40s:5s, FULL,NONE.

METRIC is one that thresholds know (success_rate, response_time_ms ...), goodput_per_s or goodput_kept; AGGREGATION one of
theirs (rate, p(95), count ...); PHASE before, during or after the faults: after.success_rate, 'response_time_ms p(95)'.

Examples
  stepstorm sweep config/experiments/retry_storm.json --vary arrivals.rate=30..90:10 --vary method.0.duration=5s..40s:5s
  stepstorm sweep config/scenarios/slow_payment.json --vary retry.MaxAttempts=0..6 --metric 'response_time_ms p(99)'

Exit codes
  0  all combinations were run, also those that did not hold
  1  wrong use, a file or a combination that is invalid, or interrupted: the table shows what was run)");
}

}  // namespace stepstorm::app
