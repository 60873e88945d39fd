// Describes each command: options and help. Parsing sets `chosen`, which must outlive `program`, to the parsed
// options.
#pragma once

#include <CLI/App.hpp>

#include "app/command_line.hpp"

namespace stepstorm::app {

void describe_run(CLI::App& program, Command& chosen);
void describe_demo(CLI::App& program, Command& chosen);
void describe_simulate(CLI::App& program, Command& chosen);
void describe_experiment(CLI::App& program, Command& chosen);
void describe_explore(CLI::App& program, Command& chosen);
void describe_shrink(CLI::App& program, Command& chosen);
void describe_sweep(CLI::App& program, Command& chosen);
void describe_compare(CLI::App& program, Command& chosen);
void describe_selftest(CLI::App& program, Command& chosen);
void describe_init(CLI::App& program, Command& chosen);
void describe_completion(CLI::App& program, Command& chosen);
void describe_validate(CLI::App& program, Command& chosen);
void describe_graph(CLI::App& program, Command& chosen);
void describe_eval(CLI::App& program, Command& chosen);
void describe_serve(CLI::App& program, Command& chosen);
void describe_conform(CLI::App& program, Command& chosen);

}  // namespace stepstorm::app
