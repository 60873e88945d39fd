// Parses the command line into the options of one command, or into help or an error message.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "app/commands/compare.hpp"
#include "app/commands/conform.hpp"
#include "app/commands/demo.hpp"
#include "app/commands/eval.hpp"
#include "app/commands/experiment.hpp"
#include "app/commands/explore.hpp"
#include "app/commands/graph.hpp"
#include "app/commands/init.hpp"
#include "app/commands/run.hpp"
#include "app/commands/selftest.hpp"
#include "app/commands/serve.hpp"
#include "app/commands/shrink.hpp"
#include "app/commands/simulate.hpp"
#include "app/commands/sweep.hpp"
#include "app/commands/validate.hpp"

namespace stepstorm::app {

struct VersionOptions {};

enum class CompletionShell { Bash, Zsh, Fish };
struct CompletionOptions {
  CompletionShell shell = CompletionShell::Bash;
};

/// One alternative for each command; their grammars are in app/grammar.
using Command = std::variant<RunOptions,
                             DemoOptions,
                             SimulateOptions,
                             ExperimentOptions,
                             ExploreOptions,
                             ShrinkOptions,
                             SweepOptions,
                             CompareOptions,
                             SelftestOptions,
                             ValidateOptions,
                             GraphOptions,
                             InitOptions,
                             ConformOptions,
                             EvalOptions,
                             ServeOptions,
                             CompletionOptions,
                             VersionOptions>;

/// The answer instead of a command: requested help (exit code 0, for standard output), or an error and a hint (for
/// standard error).
struct Answer {
  int exit_code = 0;
  std::string text;
};

/// Returns the exit code for a command that cannot be carried out, or whose output cannot be written.
[[nodiscard]] int code_of_failure(const Command& command);

/// `words`: the arguments after the program's name. The caller sets the options' terminals.
[[nodiscard]] tl::expected<Command, Answer> parse_command_line(std::vector<std::string> words);

}  // namespace stepstorm::app
