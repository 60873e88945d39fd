#include <csignal>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include <unistd.h>

#include "app/command_line.hpp"
#include "app/commands/version.hpp"
#include "app/completion.hpp"
#include "config/text_file.hpp"
#include "launch/interrupt.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/last_line.hpp"
#include "terminal/log.hpp"
#include "terminal/output.hpp"
#include "values/overload.hpp"
#include "values/utf8.hpp"

namespace {

using namespace stepstorm;

int carry_out(app::Command& command, const std::string& program) {
  return std::visit(
      Overload{
          [](app::RunOptions& run) {
            terminal::set_up_log(run.log_level);
            run.terminal = terminal::terminal_of(STDOUT_FILENO);
            return app::run_command(run, std::cin, std::cout, std::cerr);
          },
          [&](app::DemoOptions& demo) {
            demo.program = program;
            terminal::set_up_log(demo.log_level);
            demo.terminal = terminal::terminal_of(STDOUT_FILENO);
            return app::demo_command(demo, std::cout, std::cerr);
          },
          [](app::SimulateOptions& simulate) {
            simulate.terminal = terminal::terminal_of(STDOUT_FILENO);
            simulate.progress = terminal::terminal_of(STDERR_FILENO);
            return app::simulate_command(simulate, std::cout, std::cerr);
          },
          [](app::ExperimentOptions& experiment) {
            experiment.terminal = terminal::terminal_of(STDOUT_FILENO);
            experiment.progress = terminal::terminal_of(STDERR_FILENO);
            return app::experiment_command(experiment, std::cout, std::cerr);
          },
          [](app::ExploreOptions& explore) {
            explore.terminal = terminal::terminal_of(STDOUT_FILENO);
            explore.progress = terminal::terminal_of(STDERR_FILENO);
            return app::explore_command(explore, std::cout, std::cerr);
          },
          [](app::ShrinkOptions& shrink) {
            shrink.terminal = terminal::terminal_of(STDOUT_FILENO);
            shrink.progress = terminal::terminal_of(STDERR_FILENO);
            return app::shrink_command(shrink, std::cout, std::cerr);
          },
          [](app::SweepOptions& sweep) {
            sweep.terminal = terminal::terminal_of(STDOUT_FILENO);
            sweep.progress = terminal::terminal_of(STDERR_FILENO);
            return app::sweep_command(sweep, std::cout, std::cerr);
          },
          [](app::CompareOptions& compare) {
            compare.terminal = terminal::terminal_of(STDOUT_FILENO);
            return app::compare_command(compare, std::cout, std::cerr);
          },
          [](app::SelftestOptions& selftest) {
            selftest.terminal = terminal::terminal_of(STDOUT_FILENO);
            selftest.progress = terminal::terminal_of(STDERR_FILENO);
            return app::selftest_command(selftest, std::cout, std::cerr);
          },
          [](const app::ValidateOptions& validate) { return app::validate_command(validate, std::cout, std::cerr); },
          [](const app::GraphOptions& graph) { return app::graph_command(graph, std::cout, std::cerr); },
          [](app::InitOptions& init) {
            init.terminal = terminal::terminal_of(STDOUT_FILENO);
            init.progress = terminal::terminal_of(STDERR_FILENO);
            return app::init_command(init, std::cout, std::cerr);
          },
          [](app::ConformOptions& conform) {
            conform.terminal = terminal::terminal_of(STDOUT_FILENO);
            return app::conform_command(conform, std::cout, std::cerr);
          },
          [](const app::EvalOptions& eval) { return app::eval_command(eval, std::cin, std::cout, std::cerr); },
          [](const app::ServeOptions& serve) { return app::serve_command(serve, std::cout, std::cerr); },
          [](const app::CompletionOptions& completion) {
            std::cout << app::completion_script(completion.shell) << std::flush;
            return terminal::exit_succeeded;
          },
          [](const app::VersionOptions&) { return app::version_command(std::cout); }},
      command);
}

/// Flushes the output. Returns the exit code, or `code_of_failure` with a message when not everything was written.
int finished(terminal::Output& out, int exit_code, int code_of_failure) {
  const int error = out.finish();
  if (error == 0) return exit_code;
  std::cerr << "stepstorm: cannot write standard output: " << std::generic_category().message(error) << std::endl;
  return code_of_failure;
}

int run_program(const std::vector<std::string>& words, const std::string& program, terminal::Output& out) {
  auto command = app::parse_command_line(words);
  if (!command) {
    const auto& [exit_code, text] = command.error();
    (exit_code == terminal::exit_succeeded ? std::cout : std::cerr) << text << std::flush;
    return finished(out, exit_code, terminal::exit_wrong_use);
  }
  const int code_of_failure = app::code_of_failure(*command);
  terminal::end_in_one_line(code_of_failure);
  std::error_code error;
  if (const auto here = std::filesystem::current_path(error); !is_utf8(here.native())) {
    std::cerr << "stepstorm: the current folder's name is not UTF-8" << std::endl;
    return code_of_failure;
  }
  // Standard output is for reports, and supervisors' messages on planned deaths of workers are noise.
  terminal::set_up_log("error");
  launch::note_interrupts(terminal::exit_failed);
  return finished(out, carry_out(*command, program), code_of_failure);
}

}  // namespace

int main(int argc, char** argv) {
  terminal::occupy_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is reported at the end, like a full disk
  terminal::end_in_one_line(terminal::exit_wrong_use);
  terminal::Output out{std::cout, STDOUT_FILENO};
  terminal::Output err{std::cerr, STDERR_FILENO};
  const config::ReadOnce read_once;
  return run_program({argv + 1, argv + argc}, argv[0], out);
}
