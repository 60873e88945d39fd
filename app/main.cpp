#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include <unistd.h>

#include "app/command_line.hpp"
#include "app/exit_code.hpp"
#include "app/interrupt.hpp"
#include "app/log.hpp"
#include "app/version.hpp"
#include "asl/overload.hpp"

namespace {

using namespace stepstorm;

int carry_out(app::Command& command, const std::string& program) {
  return std::visit(
      Overload{
          [](app::RunOptions& run) {
            app::set_up_log(run.log_level);
            run.terminal = app::terminal_of(STDOUT_FILENO);
            return app::run_command(run, std::cin, std::cout, std::cerr);
          },
          [&](app::DemoOptions& demo) {
            demo.program = program;
            app::set_up_log(demo.log_level);
            demo.terminal = app::terminal_of(STDOUT_FILENO);
            return app::demo_command(demo, std::cout, std::cerr);
          },
          [](app::SimulateOptions& simulate) {
            simulate.terminal = app::terminal_of(STDOUT_FILENO);
            simulate.progress = app::terminal_of(STDERR_FILENO);
            return app::simulate_command(simulate, std::cout, std::cerr);
          },
          [](app::ExperimentOptions& experiment) {
            experiment.terminal = app::terminal_of(STDOUT_FILENO);
            experiment.progress = app::terminal_of(STDERR_FILENO);
            return app::experiment_command(experiment, std::cout, std::cerr);
          },
          [](app::ExploreOptions& explore) {
            explore.terminal = app::terminal_of(STDOUT_FILENO);
            explore.progress = app::terminal_of(STDERR_FILENO);
            return app::explore_command(explore, std::cout, std::cerr);
          },
          [](app::ShrinkOptions& shrink) {
            shrink.terminal = app::terminal_of(STDOUT_FILENO);
            shrink.progress = app::terminal_of(STDERR_FILENO);
            return app::shrink_command(shrink, std::cout, std::cerr);
          },
          [](app::SweepOptions& sweep) {
            sweep.terminal = app::terminal_of(STDOUT_FILENO);
            sweep.progress = app::terminal_of(STDERR_FILENO);
            return app::sweep_command(sweep, std::cout, std::cerr);
          },
          [](app::CompareOptions& compare) {
            compare.terminal = app::terminal_of(STDOUT_FILENO);
            return app::compare_command(compare, std::cout, std::cerr);
          },
          [](app::SelftestOptions& selftest) {
            selftest.terminal = app::terminal_of(STDOUT_FILENO);
            selftest.progress = app::terminal_of(STDERR_FILENO);
            return app::selftest_command(selftest, std::cout, std::cerr);
          },
          [](const app::ValidateOptions& validate) { return app::validate_command(validate, std::cout, std::cerr); },
          [](const app::GraphOptions& graph) { return app::graph_command(graph, std::cout, std::cerr); },
          [](app::ConformOptions& conform) {
            conform.terminal = app::terminal_of(STDOUT_FILENO);
            return app::conform_command(conform, std::cout, std::cerr);
          },
          [](const app::EvalOptions& eval) { return app::eval_command(eval, std::cin, std::cout, std::cerr); },
          [](const app::VersionOptions&) { return app::version_command(std::cout); }},
      command);
}

}  // namespace

int main(int argc, char** argv) {
  auto command = app::parse_command_line(std::vector<std::string>(argv + 1, argv + argc));
  if (!command) {
    const auto& [exit_code, text] = command.error();
    (exit_code == app::exit_succeeded ? std::cout : std::cerr) << text << std::flush;
    return exit_code;
  }
  // Standard output is for reports; and what supervisors say of workers whose deaths were planned is no news.
  app::set_up_log("error");
  app::note_interrupts();
  return carry_out(*command, argv[0]);
}
