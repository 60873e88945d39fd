#include "app/grammar/options.hpp"

#include "functions/invoke_call.hpp"
#include "launch/functions.hpp"
#include "launch/substitutions.hpp"
#include "terminal/log.hpp"

namespace stepstorm::app {

CLI::Option* add_optional(CLI::App& command,
                          const std::string& name,
                          const std::string& type,
                          std::optional<std::string>& value,
                          const std::string& what) {
  const auto set = [&value](const std::string& text) { value = text; };
  return command.add_option_function<std::string>(name, set, what)->type_name(type);
}

CLI::Option* add_optional(CLI::App& command,
                          const std::string& name,
                          const std::string& type,
                          std::optional<std::filesystem::path>& value,
                          const std::string& what) {
  const auto set = [&value, name](const std::string& text) {
    if (text.empty()) throw CLI::ValidationError(name, "expected the name of a file or folder, found ''");
    value = text;
  };
  return command.add_option_function<std::string>(name, set, what)->type_name(type);
}

void add_replications(CLI::App& command, std::optional<std::uint32_t>& replications) {
  add_whole_number(command,
                   "--replications",
                   1,
                   1000,
                   replications,
                   "Runs with seeds of their own, on all cores (default: the scenario's)");
}

void add_simulation_clock(CLI::App& command, launch::Clock& clock) {
  add_choice(command,
             "--clock",
             {{"virtual", launch::Clock::Virtual}, {"wall", launch::Clock::Wall}},
             clock,
             "Time that jumps to what is due next, or real time on the actors of `run` (default virtual)");
}

void add_substitutions(CLI::App& command, asl::Substitutions& substitutions) {
  const auto add = [&substitutions](const std::vector<std::string>& words) {
    for (const std::string& word : words)
      if (const auto added = launch::add_substitution(word, substitutions); !added)
        throw CLI::ValidationError("--substitute", added.error());
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--substitute", add, "Replaces the mark ${NAME} of SAM or CloudFormation; @FILE: what a JSON object names")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE|@FILE");
}

void add_lambda_endpoint(CLI::App& command, launch::FunctionChoice& functions) {
  const auto set = [&functions](const std::string& url) {
    if (const auto endpoint = functions::parse_endpoint(url); !endpoint)
      throw CLI::ValidationError("--lambda-endpoint", endpoint.error());
    functions.endpoint = url;
  };
  command
      .add_option_function<std::string>(
          "--lambda-endpoint", set, "What answers Lambda's Invoke for functions that the settings' do not name")
      ->type_name("URL");
}

void add_replay(CLI::App& command, launch::FunctionChoice& functions) {
  add_lambda_endpoint(command, functions);
  add_optional(command, "--replay-functions", "FILE", functions.replay, "Functions answer as they did when recorded");
}

void add_functions(CLI::App& command, launch::FunctionChoice& functions) {
  add_replay(command, functions);
  add_optional(command, "--record-functions", "FILE", functions.record, "Write down what functions answer");
}

void add_side_reports(CLI::App& command, report::SideReports& side) {
  add_optional(command, "--junit", "FILE", side.junit, "Write what held and what did not as JUnit's XML");
  add_optional(command, "--markdown", "FILE", side.markdown, "Write the same as Markdown");
}

void add_log_level(CLI::App& command, std::string& level) {
  Meanings<std::string> levels;
  for (const std::string& each : terminal::log_levels()) levels.emplace_back(each, each);
  add_choice(command, "--log-level", levels, level, "What is logged to standard error (default " + level + ")");
}

}  // namespace stepstorm::app
