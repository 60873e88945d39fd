// From the words of the command line to what is to be done, or to what is to be said instead.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "app/compare.hpp"
#include "app/conform.hpp"
#include "app/demo.hpp"
#include "app/eval.hpp"
#include "app/experiment.hpp"
#include "app/explore.hpp"
#include "app/graph.hpp"
#include "app/run.hpp"
#include "app/selftest.hpp"
#include "app/shrink.hpp"
#include "app/simulate.hpp"
#include "app/sweep.hpp"
#include "app/validate.hpp"

namespace stepstorm::app {

struct VersionOptions {};

/// One command, one alternative; its words are in grammar.cpp.
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
                             ConformOptions,
                             EvalOptions,
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
