#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_selftest(CLI::App& program, Command& chosen) {
  const auto [command, selftest] = add_command<SelftestOptions>(
      program, "selftest", "Hold the simulator against what queueing theory knows exactly", chosen);
  command->add_flag(
      "--quick", selftest->options.quick, "Seconds, for intervals 5 times as wide, and without the rarest events");
  add_optional(*command, "--only", "TEXT", selftest->only, "Only checks with this text in their name or title");
  add_seed(*command, selftest->options.seed, "2026");
  command->add_flag("--json", selftest->json, "Print the figures as JSON");
  command->footer(R"(
Runs systems whose behaviour is known exactly, independent runs of each with seeds of their own, after a warm-up. A check
holds when what is known lies inside the 99.9 % interval (Student's t) of what was measured, and half of that interval
is at most 2 % of it. Figures marked "exact" are whole numbers and have to be equal.

To be that precise about a queue that changes slowly takes more orders than anyone waits for. Simulated orders
are therefore held against a recursion (Lindley; Kiefer and Wolfowitz) on the same random numbers, whose own mean
comes from many more of them; how many orders were equal to the nanosecond is a check of its own.

Equal options give equal figures.

Examples
  stepstorm selftest
  stepstorm selftest --quick --only M/M/
  stepstorm selftest --seed 7 --json

Exit codes
  0  every check holds
  1  one does not, or Ctrl-C
  2  wrong use)");
}

}  // namespace stepstorm::app
