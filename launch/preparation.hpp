// Prepares an execution before it starts: settings, a definition without errors, and the workers that answer its tasks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/substitution.hpp"
#include "launch/play.hpp"

namespace stepstorm::launch {

struct Prepared {
  Launch launch;                      // complete except for input and name
  std::vector<std::string> warnings;  // a line each, about the definition and unbound tasks
};

/// Errors, a line each: of the settings, or else of the definition, or else of the binding.
using Complaints = std::vector<std::string>;

struct MockChoice {
  std::filesystem::path file;  // a MockConfigFile.json
  std::string test_case;
};

struct PrepareRequest {
  std::string machine;                            // a definition's file, or a state machine's name in the settings
  std::optional<std::filesystem::path> settings;  // else the nearest config/settings.json above the definition, else
                                                  // above the current directory, else the project's own
  asl::MachineType type = asl::MachineType::STANDARD;
  std::optional<MockChoice> mocks;
  std::optional<std::string> machine_name;  // in mocks, ARNs and the context object; else the settings' or the file's
  bool strict = false;                      // an unbound task is an error, not a warning
  asl::Substitutions substitutions;         // of marks in definitions
  std::optional<std::string> lambda_endpoint = {};  // URL of an endpoint for functions that the settings do not declare
};

[[nodiscard]] tl::expected<Prepared, Complaints> prepare(const PrepareRequest& request);

/// The project's own settings.
[[nodiscard]] std::filesystem::path shipped_settings();

/// The settings of the order workflow with Lambda functions.
[[nodiscard]] std::filesystem::path shipped_functions();

}  // namespace stepstorm::launch
