#include "app/grammar.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {
namespace {

/// CLI11's formatter, with stepstorm's wording and without superfluous empty lines.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() {
    column_width(30);
    label("REQUIRED", "");
    label("SUBCOMMAND", "COMMAND");
    label("Positionals", "Arguments");
  }
  std::string make_footer(const CLI::App* app) const override {
    const std::string footer = CLI::Formatter::make_footer(app);
    return footer.substr(std::min(footer.size(), footer.find_first_not_of('\n')));
  }
};

}  // namespace

void describe_commands(CLI::App& program, Command& chosen) {
  program.name("stepstorm");
  program.description("stepstorm: a proving ground for AWS Step Functions workflows");
  program.require_subcommand(1);
  program.formatter(std::make_shared<HelpFormatter>());
  describe_run(program, chosen);
  describe_init(program, chosen);
  describe_demo(program, chosen);
  describe_simulate(program, chosen);
  describe_experiment(program, chosen);
  describe_explore(program, chosen);
  describe_shrink(program, chosen);
  describe_sweep(program, chosen);
  describe_compare(program, chosen);
  describe_selftest(program, chosen);
  describe_validate(program, chosen);
  describe_graph(program, chosen);
  describe_conform(program, chosen);
  describe_eval(program, chosen);
  describe_serve(program, chosen);
  describe_completion(program, chosen);
  add_command<VersionOptions>(program, "version", "Say which version this is", chosen);
  program.footer(R"(
Examples
  stepstorm demo
      Watch five orders: retries, a timeout, a crash, a declined card.
  stepstorm run OrderProcessingStateMachine --input '{"orderId":"12345"}'
      Run a state machine that the settings know by name.
  stepstorm run my_machine.asl.json --input @order.json
      Run a definition of your own on an input from a file.
  stepstorm validate my_machine.asl.json
      List everything that is wrong with a definition.

'stepstorm COMMAND --help' says more about a command.)");
}

}  // namespace stepstorm::app
