// Finds and compiles definition files into state machines.
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

/// Returns the file at this path, if it exists, else the state machine with this name in the settings. The error
/// suggests existing names: `no file and no state machine is called 'Ordres'; did you mean 'Orders'?`
[[nodiscard]] tl::expected<MachineFile, std::string> find_machine(const std::string& wanted,
                                                                  const std::filesystem::path& path,
                                                                  const Settings& settings);

struct LoadedMachine {
  execution::StateMachinePtr state_machine;
  std::vector<FileFinding> warnings;
};

/// Findings about the definition have places in its own file. A file that cannot be read is a finding without a place.
[[nodiscard]] tl::expected<LoadedMachine, std::vector<FileFinding>> load_machine(
    const MachineFile& file, asl::MachineType type, const asl::Substitutions& substitutions = {});

/// The same from a text that replaces the file's.
[[nodiscard]] tl::expected<LoadedMachine, std::vector<FileFinding>> compile_machine(
    const MachineFile& file,
    asl::MachineType type,
    std::string_view text,
    asl::DefinitionFormat format,
    const asl::Substitutions& substitutions = {});

/// Makes a finding at a value of a machine's definition. For YAML, whose lines a compiled machine does not keep, the
/// position is the beginning of the file.
[[nodiscard]] FileFinding finding_in_machine(const MachineFile& file,
                                             const asl::Machine& machine,
                                             const std::string& pointer,
                                             std::string message);

}  // namespace stepstorm::config
