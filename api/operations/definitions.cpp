// ValidateStateMachineDefinition.
#include "api/operation.hpp"
#include "api/wire.hpp"
#include "asl/compile.hpp"

namespace stepstorm::api {
namespace {

Json diagnostic(const asl::Finding& finding) {
  Json shown{{"severity", finding.severity == asl::Severity::ERROR ? "ERROR" : "WARNING"},
             {"code", finding.code},
             {"message", finding.message}};
  if (finding.location) shown["location"] = *finding.location;
  return shown;
}

Result validate_definition(Account& account, const Json& request) {
  const bool express = text_of(request, "type") == "EXPRESS";
  const bool warnings = text_of(request, "severity") == "WARNING";
  const auto asked = request.value("maxResults", std::size_t{0});
  const std::size_t most = asked == 0 ? 100 : asked;
  const std::string definition = text_of(request, "definition");
  if (auto error = account.too_large(definition)) return tl::unexpected{std::move(*error)};
  const auto compiled = asl::compile(definition, express ? asl::MachineType::EXPRESS : asl::MachineType::STANDARD);
  Json diagnostics = Json::array();
  bool truncated = false;
  for (const asl::Finding& finding : compiled.findings) {
    if (finding.severity == asl::Severity::WARNING && !warnings) continue;
    truncated = diagnostics.size() == most;
    if (truncated) break;
    diagnostics.push_back(diagnostic(finding));
  }
  return Json{{"result", asl::has_errors(compiled.findings) ? "FAIL" : "OK"},
              {"diagnostics", std::move(diagnostics)},
              {"truncated", truncated}};
}

}  // namespace

std::vector<Operation> definition_operations() {
  return {{"ValidateStateMachineDefinition",
           {{.name = "definition", .required = true, .least = 1, .most = 1 << 20, .sensitive = true},
            {.name = "type", .enums = {"STANDARD", "EXPRESS"}},
            {.name = "severity", .enums = {"ERROR", "WARNING"}},
            page_size_shape(100)},
           validate_definition}};
}

}  // namespace stepstorm::api
