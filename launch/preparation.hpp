// Everything that an execution needs before anything starts: settings, a definition without errors, and what answers
// its tasks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/substitution.hpp"
#include "launch/play.hpp"

namespace stepstorm::app {

struct Prepared {
  Launch launch;                      // all but its input and its name, with the workers that the machine's tasks call
  std::vector<std::string> warnings;  // a line each, about the definition and the tasks that nothing answers
};

/// What is wrong, a line each: with the settings, or else with the definition, or else with what binds the two.
using Complaints = std::vector<std::string>;

struct MockChoice {
  std::filesystem::path file;  // a MockConfigFile.json
  std::string test_case;
};

struct PrepareRequest {
  std::string machine;                            // a definition's file, or a name that the settings give to one
  std::optional<std::filesystem::path> settings;  // else the nearest config/settings.json above the definition, else
                                                  // above the current directory, else the project's own
  asl::MachineType type = asl::MachineType::STANDARD;
  std::optional<MockChoice> mocks;
  std::optional<std::string> machine_name;  // in mocks, ARNs and the context object; else the settings' or the file's
  bool strict = false;                      // a task that nothing answers is an error, not a warning
  asl::Substitutions substitutions;         // of marks in definitions
  std::optional<std::string> lambda_endpoint = {};  // URL of what answers functions that the settings do not name
};

[[nodiscard]] tl::expected<Prepared, Complaints> prepare(const PrepareRequest& request);

/// The project's own settings.
[[nodiscard]] std::filesystem::path shipped_settings();

/// Those of the order workflow whose tasks are Lambda functions.
[[nodiscard]] std::filesystem::path shipped_functions();

}  // namespace stepstorm::app
