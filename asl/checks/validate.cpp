#include "asl/checks/validate.hpp"

#include <utility>

#include "asl/checks/state_schema.hpp"
#include "asl/checks/transition_targets.hpp"
#include "asl/checks/variable_scopes.hpp"

namespace stepstorm::asl {

std::vector<PlacedFinding> validate(const Json& document, MachineType type) {
  Report report;
  const Place root;
  const Surroundings surroundings{.type = type};
  definition(Subject{document, root, surroundings, report});
  check_variable_scopes(document, report.errors);
  check_graph(document, report);

  report.errors.append(std::move(report.warnings));
  return std::move(report.errors).take();
}

}  // namespace stepstorm::asl
