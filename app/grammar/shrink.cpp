#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {
namespace {

void add_budget(CLI::App& command, Budget& budget) {
  const auto set = [&budget](const std::string& text) {
    const auto parsed = parse_budget(text);
    if (!parsed)
      throw CLI::ValidationError("--budget",
                                 "expected a number of runs or a time such as '30 s', found '" + text + "'");
    budget = *parsed;
  };
  command
      .add_option_function<std::string>(
          "--budget", set, "How many runs, or how much time, as in '30 s' (default 1000 runs)")
      ->type_name("RUNS|TIME");
}

}  // namespace

void describe_shrink(CLI::App& program, Command& chosen) {
  const auto [command, shrink] = add_command<ShrinkOptions>(
      program, "shrink", "Make a failing experiment as small as it can be and still fail", chosen);
  command->add_option("FILE", shrink->file, "An experiment that fails")->required()->type_name("");
  add_seed(*command, shrink->seed, "the file's");
  add_optional(
      *command, "--out", "FILE", shrink->out, "Where to write the small one (default: FILE.shrunk.json beside FILE)");
  add_budget(*command, shrink->budget);
  add_substitutions(*command, shrink->substitutions);
  add_replay(*command, shrink->functions);
  command->footer(R"(
Leaves out faults, settings and demands, shortens times, takes fewer executions, makes what is probable certain, and
keeps what fails in the same way: the same invariant violated, or the same threshold or probe failed. Ctrl-C writes
the smallest found so far.

Examples
  stepstorm shrink config/experiments/lost_answers_without_idempotency.json --out small.json
  stepstorm shrink my_experiment.json --seed 4711 --budget '2 min'

Exit codes
  0  written: `stepstorm experiment` on it fails as FILE does
  1  FILE does not fail, or is invalid, or wrong use: nothing was written)");
}

}  // namespace stepstorm::app
