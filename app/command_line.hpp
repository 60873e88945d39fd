// From the words of the command line to what is to be done, or to what is to be said instead.
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

/// One command, one alternative; its words are in app/grammar.
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

/// Help that was asked for (exit code 0, for standard output), or what is wrong and a hint (for standard error).
struct Answer {
  int exit_code = 0;
  std::string text;
};

/// The exit code when the command cannot be carried out at all, or what it says cannot be written.
[[nodiscard]] int code_of_failure(const Command& command);

/// `words` are those after the program's name. What terminal the output goes to is the caller's to fill in.
[[nodiscard]] tl::expected<Command, Answer> parse_command_line(std::vector<std::string> words);

}  // namespace stepstorm::app
