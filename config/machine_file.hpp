// From a definition's file to a state machine that can be executed, and to the others that its tasks can start.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "asl/compile.hpp"
#include "asl/machine.hpp"
#include "config/finding.hpp"
#include "config/settings.hpp"
#include "execution/execution.hpp"

namespace stepstorm::config {

struct MachineFile {
  std::string name;  // of the state machine
  std::filesystem::path path;
};

/// The file at this path, if there is one, else the state machine that the settings call so. The error says what was
/// looked for, and which names there are: `no file and no state machine is called 'Ordres'; did you mean 'Orders'?`
[[nodiscard]] tl::expected<MachineFile, std::string> find_machine(const std::string& wanted,
                                                                  const std::filesystem::path& path,
                                                                  const Settings& settings);

struct LoadedMachine {
  execution::StateMachinePtr state_machine;
  std::vector<FileFinding> warnings;
};

/// What is wrong with the definition is found in its own file. A file that cannot be read is a finding without a place.
[[nodiscard]] tl::expected<LoadedMachine, std::vector<FileFinding>> load_machine(
    const MachineFile& file, asl::MachineType type, const asl::Substitutions& substitutions = {});

/// The same from a text that stands in place of the file's.
[[nodiscard]] tl::expected<LoadedMachine, std::vector<FileFinding>> compile_machine(
    const MachineFile& file,
    asl::MachineType type,
    std::string_view text,
    asl::DefinitionFormat format,
    const asl::Substitutions& substitutions = {});

/// Where a value of a machine's definition is. In YAML, whose lines a compiled machine does not know, at the beginning.
[[nodiscard]] FileFinding finding_in_machine(const MachineFile& file,
                                             const asl::Machine& machine,
                                             const std::string& pointer,
                                             std::string message);

}  // namespace stepstorm::config
