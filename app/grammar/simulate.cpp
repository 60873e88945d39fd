#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_simulate(CLI::App& program, Command& chosen) {
  const auto [command, simulate] =
      add_command<SimulateOptions>(program, "simulate", "Put load on a state machine, in virtual or real time", chosen);
  command->add_option("SCENARIO", simulate->scenario, "What arrives, who works, how long: a scenario file")
      ->required()
      ->type_name("");
  add_seed(*command, simulate->seed);
  add_replications(*command, simulate->replications);
  add_substitutions(*command, simulate->substitutions);
  add_functions(*command, simulate->functions);
  add_simulation_clock(*command, simulate->clock);
  command->add_flag("--verify", simulate->verify, "Run everything again; say where two runs first differ");
  command->add_flag("--shuffle",
                    simulate->shuffle,
                    "What happens at one instant, in an order that the seed draws: other interleavings");
  add_choice(*command,
             "--shell",
             {{"engine", SimulateShell::Engine}, {"actors", SimulateShell::Actors}},
             simulate->shell,
             "What carries the workers: the engine of simulations, or the actors of `run`, slower (default engine)");
  add_choice(*command,
             "--format",
             {{"text", SimulateFormat::Text}, {"json", SimulateFormat::Json}},
             simulate->format,
             "How the report is printed (default text)");
  add_optional(*command, "--out", "FILE", simulate->out, "Write the report as JSON");
  add_side_reports(*command, simulate->side);
  add_optional(*command, "--hgrm", "FILE", simulate->hgrm, "Write response times in HdrHistogram's format");
  command->footer(R"(
Time is virtual: a day takes seconds, and equal scenarios and seeds give equal reports. config/scenarios has scenarios
to start from, config/schemas/scenario.schema.json describes every setting.

With --clock wall the same file runs in real time: executions start on schedule, also while others are late, response times
count from when one was meant to start, and the report says how well the schedule was kept. Such a run cannot be
repeated exactly; replications run one after the other. Ctrl-C ends in a report of what was measured, a second one at
once.

Examples
  stepstorm simulate config/scenarios/day_of_orders.json
  stepstorm simulate config/scenarios/tandem.json --replications 10 --out report.json
  stepstorm simulate my_scenario.json --seed 7 --verify
  stepstorm simulate my_scenario.json --shell actors     the same hash, by the actors
  stepstorm simulate my_scenario.json --clock wall       in real time

Exit codes
  0  done
  1  interrupted (the report is partial), or two runs differ
  99 a threshold does not hold
  2  wrong use, or a scenario that is invalid: every finding is listed with its place)");
}

}  // namespace stepstorm::app
