#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_demo(CLI::App& program, Command& chosen) {
  const auto [command, demo] =
      add_command<DemoOptions>(program, "demo", "Watch five orders and what can happen to them", chosen);
  add_optional(*command, "--settings", "FILE", demo->settings, "Other workers than the shipped ones");
  add_seed(*command, demo->seed);
  add_log_level(*command, demo->log_level);
  command->footer(R"(
Exit codes
  0  every order ended as it was announced
  1  one did not, or Ctrl-C
  2  the settings are invalid)");
}

}  // namespace stepstorm::app
