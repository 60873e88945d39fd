#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_explore(CLI::App& program, Command& chosen) {
  const auto [command, explore] =
      add_command<ExploreOptions>(program, "explore", "Try an experiment on thousands of seeds", chosen);
  command->add_option("FILE", explore->file, "An experiment, as `stepstorm experiment` takes it")
      ->required()
      ->type_name("");
  add_whole_number(*command, "--seeds", 1, 1'000'000'000, explore->seeds, "How many (default 1000)");
  add_seed(*command, explore->seed, "the file's; it is the first one");
  add_side_reports(*command, explore->side);
  add_substitutions(*command, explore->substitutions);
  add_replay(*command, explore->functions);
  command->footer(R"(
Runs the experiment on one seed after the other, on all cores, and lists what fails on which seeds. Replications and the
control are left out: each seed is one run.

Examples
  stepstorm explore config/experiments/mixed_faults.json
  stepstorm explore my_experiment.json --seeds 10000 --seed 1

Exit codes
  0  it held on all seeds
  1  wrong use, a file that is invalid, or interrupted
  3  an invariant was violated
  99 a threshold, a guardrail or the steady-state hypothesis failed)");
}

}  // namespace stepstorm::app
