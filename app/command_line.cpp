#include "app/command_line.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include <CLI/CLI.hpp>

#include "app/grammar.hpp"
#include "config/closest.hpp"
#include "config/reader.hpp"
#include "terminal/exit_code.hpp"
#include "values/json.hpp"
#include "values/overload.hpp"
#include "values/utf8.hpp"

namespace stepstorm::app {
namespace {

/// Returns the command that was parsed, or the program.
const CLI::App& innermost(const CLI::App& program) {
  const auto parsed = program.get_subcommands();
  return parsed.empty() ? program : *parsed.front();
}

std::vector<std::string> command_names(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

/// Returns the options and commands, as candidates for a suggestion.
std::vector<std::string> names_in(const CLI::App& command) {
  std::vector<std::string> names = command_names(command);
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::string unexpected(const CLI::App& command, const std::string& word) {
  const std::string_view what = word.starts_with('-')             ? "there is no option"
                                : command.get_parent() != nullptr ? "there is nothing to do with"
                                                                  : "there is no command";
  std::string text = std::string(what) + " '" + word + "'";
  const auto names = names_in(command);
  if (const auto meant = config::closest(word, {names.begin(), names.end()}))
    text += "; did you mean '" + std::string(*meant) + "'?";
  return text;
}

std::string complaint(const CLI::App& command, const CLI::ParseError& error) {
  const auto remaining = command.remaining();
  if (!remaining.empty()) return unexpected(command, remaining.front());
  if (command.get_parent() != nullptr) return error.what();
  const auto names = command_names(command);
  return "expected a command: " + config::one_of_names({names.begin(), names.end()});
}

Answer answer_to(const CLI::App& program, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return {terminal::exit_succeeded, program.help()};
  const CLI::App& command = innermost(program);
  const std::string called = command.get_parent() != nullptr ? "stepstorm " + command.get_name() : "stepstorm";
  return {terminal::exit_wrong_use,
          called + ": " + complaint(command, error) + "\n'" + called + " --help' says what there is.\n"};
}

/// Replaces invalid UTF-8.
std::string readable(const std::string& word) { return parse_json(to_text(word)).value().get<std::string>(); }

/// Replaces options spelled as in AWS Step Functions Local by those of `serve`. Source: semantics.md 10.
std::vector<std::string> with_long_names(std::vector<std::string> words) {
  static const std::map<std::string, std::string, std::less<>> long_names{
      {"-account", "--aws-account"},
      {"-region", "--aws-region"},
      {"-waitTimeScale", "--wait-time-scale"},
      {"-lambdaEndpoint", "--lambda-endpoint"},
      {"-batchEndpoint", "--batch-endpoint"},
      {"-dynamodbEndpoint", "--dynamodb-endpoint"},
      {"-ecsEndpoint", "--ecs-endpoint"},
      {"-glueEndpoint", "--glue-endpoint"},
      {"-sagemakerEndpoint", "--sagemaker-endpoint"},
      {"-sqsEndpoint", "--sqs-endpoint"},
      {"-snsEndpoint", "--sns-endpoint"},
      {"-stepFunctionsEndpoint", "--stepfunctions-endpoint"}};
  if (words.empty() || words.front() != "serve") return words;
  for (std::string& word : words)
    if (const auto known = long_names.find(word); known != long_names.end()) word = known->second;
  return words;
}

}  // namespace

int code_of_failure(const Command& command) {
  return std::visit(Overload{[](const RunOptions&) { return terminal::exit_wrong_use; },
                             [](const ServeOptions&) { return terminal::exit_wrong_use; },
                             [](const DemoOptions&) { return terminal::exit_wrong_use; },
                             [](const SimulateOptions&) { return terminal::exit_wrong_use; },
                             [](const ExperimentOptions&) { return terminal::exit_unusable; },
                             [](const ExploreOptions&) { return terminal::exit_unusable; },
                             [](const ShrinkOptions&) { return terminal::exit_unusable; },
                             [](const SweepOptions&) { return terminal::exit_unusable; },
                             [](const CompareOptions&) { return terminal::exit_unusable; },
                             [](const SelftestOptions&) { return terminal::exit_wrong_use; },
                             [](const ValidateOptions&) { return terminal::exit_wrong_use; },
                             [](const GraphOptions&) { return terminal::exit_wrong_use; },
                             [](const InitOptions&) { return terminal::exit_wrong_use; },
                             [](const ConformOptions&) { return terminal::exit_wrong_use; },
                             [](const EvalOptions&) { return terminal::exit_wrong_use; },
                             [](const CompletionOptions&) { return terminal::exit_wrong_use; },
                             [](const VersionOptions&) { return terminal::exit_wrong_use; }},
                    command);
}

tl::expected<Command, Answer> parse_command_line(std::vector<std::string> words) {
  for (const std::string& word : words)
    if (!is_utf8(word))
      return tl::unexpected{
          Answer{terminal::exit_wrong_use, "stepstorm: this word is not UTF-8: " + readable(word) + '\n'}};
  Command chosen;
  CLI::App program;
  describe_commands(program, chosen);
  words = with_long_names(std::move(words));
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    program.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return tl::unexpected{answer_to(program, error)};
  }
  return chosen;
}

}  // namespace stepstorm::app
