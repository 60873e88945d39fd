// Adds commands, and the options that several commands share. An invalid value is a CLI::ValidationError that names
// the option and what was expected.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/command_line.hpp"
#include "values/number.hpp"

namespace stepstorm::app {

/// Adds a command. Parsing it sets its options and assigns them to `chosen`.
template <class Options>
std::pair<CLI::App*, Options*> add_command(CLI::App& program,
                                           const std::string& name,
                                           const std::string& what,
                                           Command& chosen) {
  CLI::App* command = program.add_subcommand(name, what)->group("Commands");
  const auto options = std::make_shared<Options>();
  command->callback([options, &chosen] { chosen = *options; });
  return {command, options.get()};
}

/// Adds an option without a default. A path must not be empty.
CLI::Option* add_optional(CLI::App& command,
                          const std::string& name,
                          const std::string& type,
                          std::optional<std::string>& value,
                          const std::string& what);
CLI::Option* add_optional(CLI::App& command,
                          const std::string& name,
                          const std::string& type,
                          std::optional<std::filesystem::path>& value,
                          const std::string& what);

template <class Number>
struct WholeNumber {
  using type = Number;
};
template <class Number>
struct WholeNumber<std::optional<Number>> {
  using type = Number;
};

/// Adds a number from `minimum` to `maximum`, in decimal digits. `number` may be optional; its type must hold both.
template <class Number>
void add_whole_number(CLI::App& command,
                      const std::string& name,
                      std::uint64_t minimum,
                      std::uint64_t maximum,
                      Number& number,
                      const std::string& what) {
  const auto set = [&number, name, minimum, maximum](const std::string& text) {
    const auto parsed = parse_whole_number(text);
    if (!parsed || *parsed < minimum || *parsed > maximum)
      throw CLI::ValidationError(name,
                                 "expected a whole number from " + std::to_string(minimum) + " to " +
                                     std::to_string(maximum) + ", found '" + text + "'");
    number = static_cast<typename WholeNumber<Number>::type>(*parsed);
  };
  command.add_option_function<std::string>(name, set, what)->type_name("N");
}

/// `otherwise`: the default seed's source, for the help text.
template <class Seed>
void add_seed(CLI::App& command, Seed& seed, const std::string& otherwise = "the settings'") {
  add_whole_number(command,
                   "--seed",
                   0,
                   std::numeric_limits<std::uint64_t>::max(),
                   seed,
                   "What random choices are drawn from (default: " + otherwise + ")");
}

/// The value of each word of an option.
template <class Value>
using Meanings = std::vector<std::pair<std::string, Value>>;

/// Adds an option that is one of a few words; the last one given counts.
template <class Value>
void add_choice(CLI::App& command,
                const std::string& name,
                const Meanings<Value>& meanings,
                Value& value,
                const std::string& what) {
  std::string words;
  for (const auto& [word, meaning] : meanings) words += (words.empty() ? "" : "|") + word;
  const auto set = [&value, meanings, words, name](const std::vector<std::string>& given) {
    for (const auto& [word, meaning] : meanings) {
      if (word != given.back()) continue;
      value = meaning;
      return true;
    }
    throw CLI::ValidationError(name, "expected " + words + ", found '" + given.back() + "'");
  };
  command.add_option(name, set, what)->type_name(words)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_replications(CLI::App& command, std::optional<std::uint32_t>& replications);
void add_simulation_clock(CLI::App& command, launch::Clock& clock);
void add_substitutions(CLI::App& command, asl::Substitutions& substitutions);
void add_side_reports(CLI::App& command, report::SideReports& side);
void add_log_level(CLI::App& command, std::string& level);

/// Add the options for functions: an endpoint; an endpoint or a recording; or these and a file to record to.
void add_lambda_endpoint(CLI::App& command, launch::FunctionChoice& functions);
void add_replay(CLI::App& command, launch::FunctionChoice& functions);
void add_functions(CLI::App& command, launch::FunctionChoice& functions);

}  // namespace stepstorm::app
