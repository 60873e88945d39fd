#include "asl/checks/condition.hpp"

#include "asl/checks/choice_schema.hpp"

namespace stepstorm::asl {

tl::expected<ChoiceRule, std::vector<ConditionFault>> compile_condition(const Json& rule) {
  const Place place;
  const Surroundings surroundings;
  Report report;
  nested_rule(Subject{rule, place, surroundings, report});
  std::vector<ConditionFault> faults;
  for (PlacedFinding& found : std::move(report.errors).take())
    faults.push_back({std::move(found.pointer), std::move(found.finding.message)});
  if (!faults.empty()) return tl::unexpected{std::move(faults)};
  ChoiceRule compiled = ChoiceRule::compile(rule);
  for (const std::string& name : compiled.variables())
    faults.push_back({"", "there is no variable $" + name + " here"});
  if (!faults.empty()) return tl::unexpected{std::move(faults)};
  return compiled;
}

}  // namespace stepstorm::asl
