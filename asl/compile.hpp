// Compiles a definition's text: text -> findings -> machine. Reports all findings at once, with the service's messages
// and locations, and compiles only a definition without errors. Nothing is ignored: an unsupported feature is a finding
// too.
// Source: semantics.md 1 (fields, limits, diagnostics).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "asl/checks/finding.hpp"
#include "asl/machine.hpp"
#include "asl/substitution.hpp"

namespace stepstorm::asl {

/// Limit of the text in bytes; for YAML, of its JSON too.
inline constexpr std::size_t definition_bytes_max = 1u << 20;

struct CompileResult {
  MachinePtr machine;             // null when `findings` holds an error
  std::vector<Finding> findings;  // schema errors in document order, then dangling targets, then graph findings
};

enum class DefinitionFormat { JSON, YAML };

/// Chooses by the ending of a file's name: .yaml and .yml are YAML, everything else is JSON.
DefinitionFormat format_of(std::string_view file_name);

/// For YAML, the machine's `definition` is the same definition in JSON. Replaces marks first; places refer to the
/// replaced text, and each mark without a substitution is a finding.
[[nodiscard]] CompileResult compile(std::string_view text,
                                    MachineType type = MachineType::STANDARD,
                                    DefinitionFormat format = DefinitionFormat::JSON,
                                    const Substitutions& substitutions = {});

}  // namespace stepstorm::asl
