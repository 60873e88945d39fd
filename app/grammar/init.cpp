#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_init(CLI::App& program, Command& chosen) {
  const auto [command, init] = add_command<InitOptions>(
      program, "init", "Write settings, a scenario, an experiment and mocks for a machine of your own", chosen);
  command->add_option("MACHINE", init->machine, "A definition's file")->required()->type_name("");
  command->add_option("--out", init->out, "Where they are to be (default the current folder)")->type_name("FOLDER");
  add_substitutions(*command, init->substitutions);
  command->footer(R"(
Every task gets a row in settings.json, of a worker that answers with its input; comments in the files say what to change. What
is there already is never overwritten. The scenario is run at once.

Examples
  stepstorm init my_machine.asl.json --out load

Exit codes
  0  written, and the scenario ran
  1  interrupted
  2  wrong use, or something could not be read or written)");
}

}  // namespace stepstorm::app
