// Text -> findings -> compiled machine. Reports everything that is wrong at once, in the service's words and places,
// and compiles only what has no error. Nothing is ignored: what we do not support is a finding too.
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

/// Of the text; and of its JSON when it is YAML.
inline constexpr std::size_t definition_bytes_max = 1u << 20;

struct CompileResult {
  MachinePtr machine;             // null when `findings` holds an error
  std::vector<Finding> findings;  // schema errors in document order, then dangling targets, then graph findings
};

enum class DefinitionFormat { JSON, YAML };

/// By the ending of a file's name: .yaml and .yml are YAML, everything else is JSON.
DefinitionFormat format_of(std::string_view file_name);

/// A definition in YAML becomes a machine whose `definition` is the same in JSON. Marks are replaced first, and places are
/// those in the text that comes of it; each mark that is left is a finding.
[[nodiscard]] CompileResult compile(std::string_view text,
                                    MachineType type = MachineType::STANDARD,
                                    DefinitionFormat format = DefinitionFormat::JSON,
                                    const Substitutions& substitutions = {});

}  // namespace stepstorm::asl
