#include "asl/validate.hpp"

#include <utility>

#include "asl/graph.hpp"
#include "asl/state_schema.hpp"
#include "asl/variable_scopes.hpp"

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
