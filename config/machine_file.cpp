#include "config/machine_file.hpp"

#include <system_error>
#include <utility>

#include "asl/checks/names.hpp"
#include "asl/compile.hpp"
#include "config/reader.hpp"
#include "config/text_file.hpp"

namespace stepstorm::config {
namespace fs = std::filesystem;
namespace {

/// The name in the settings, else the file's name without its endings.
std::string name_of(const fs::path& path, const Settings& settings) {
  std::error_code error;
  for (const auto& [name, known] : settings.state_machines)
    if (fs::equivalent(known, path, error)) return name;
  const std::string file = path.filename().string();
  return asl::made_valid(file.substr(0, file.find('.', 1)));
}

/// Makes a finding in the words of `stepstorm validate`. The location is the service's, not an RFC 6901 pointer.
FileFinding in_our_words(const asl::Finding& finding, const fs::path& path) {
  std::string message = finding.code + ": " + finding.message.substr(0, finding.message.find('\n'));
  if (finding.location && finding.location->starts_with('/')) message += " at " + *finding.location;
  return {path.string(), finding.at, {}, std::move(message)};
}

}  // namespace

tl::expected<MachineFile, std::string> find_machine(const std::string& wanted,
                                                    const fs::path& path,
                                                    const Settings& settings) {
  std::error_code error;
  if (const auto type = fs::status(path, error).type();
      type != fs::file_type::not_found && type != fs::file_type::directory)
    return MachineFile{name_of(path, settings), path};
  const auto named = settings.state_machines.find(wanted);
  if (named != settings.state_machines.end()) return MachineFile{named->first, named->second};
  std::vector<std::string_view> names;
  for (const auto& [name, known] : settings.state_machines) names.push_back(name);
  return tl::unexpected{"no file and no state machine is called '" + wanted + "'; " + suggestion(wanted, names)};
}

tl::expected<LoadedMachine, std::vector<FileFinding>> load_machine(const MachineFile& file,
                                                                   asl::MachineType type,
                                                                   const asl::Substitutions& substitutions) {
  const auto text = read_text_file(file.path, asl::definition_bytes_max);
  if (!text)
    return tl::unexpected{std::vector{FileFinding{.file = {}, .at = {}, .pointer = {}, .message = text.error()}}};
  return compile_machine(file, type, *text, asl::format_of(file.path.string()), substitutions);
}

tl::expected<LoadedMachine, std::vector<FileFinding>> compile_machine(const MachineFile& file,
                                                                      asl::MachineType type,
                                                                      std::string_view text,
                                                                      asl::DefinitionFormat format,
                                                                      const asl::Substitutions& substitutions) {
  const auto compiled = asl::compile(text, type, format, substitutions);
  const auto findings = [&](asl::Severity severity) {
    std::vector<FileFinding> found;
    for (const asl::Finding& finding : compiled.findings)
      if (finding.severity == severity) found.push_back(in_our_words(finding, file.path));
    return found;
  };
  if (!compiled.machine) return tl::unexpected{findings(asl::Severity::ERROR)};
  return LoadedMachine{execution::create_state_machine(file.name, compiled.machine), findings(asl::Severity::WARNING)};
}

FileFinding finding_in_machine(const MachineFile& file,
                               const asl::Machine& machine,
                               const std::string& pointer,
                               std::string message) {
  const bool lines_known = asl::format_of(file.path.string()) == asl::DefinitionFormat::JSON;
  const TextPosition at = lines_known ? locate(machine.definition, pointer) : TextPosition{};
  return {file.path.string(), at, pointer, std::move(message)};
}

}  // namespace stepstorm::config
