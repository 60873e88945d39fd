// Any text as a definition, in JSON and in YAML, for both types of machines: it is judged and, if nothing is wrong with
// it, compiled. Whatever the text, a report comes back, and it agrees with itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "asl/compile.hpp"

namespace {

using namespace stepstorm::asl;

void demand(bool holds) {
  if (!holds) std::abort();
}

void demand_positions_in(std::string_view text, const CompileResult& result) {
  for (const auto& finding : result.findings) {
    demand(finding.at.line >= 1 && finding.at.column >= 1 && finding.at.line <= text.size() + 1);
    demand(!finding.code.empty() && !finding.message.empty());
    demand(!render(finding, "fuzz").empty());
  }
}

void judge(std::string_view text, MachineType type, DefinitionFormat format) {
  const auto result = compile(text, type, format);
  demand((result.machine == nullptr) == has_errors(result.findings));
  demand_positions_in(text, result);
  if (!result.machine) return;
  demand(!result.machine->states.empty() && !result.machine->scopes.empty());
  // What was compiled once compiles again, from the text that the machine shows.
  demand(compile(result.machine->definition, type).machine != nullptr);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  judge(text, MachineType::STANDARD, DefinitionFormat::JSON);
  judge(text, MachineType::EXPRESS, DefinitionFormat::JSON);
  judge(text, MachineType::STANDARD, DefinitionFormat::YAML);
  return 0;
}
