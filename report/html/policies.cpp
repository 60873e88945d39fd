#include "report/html/policies.hpp"

#include <string>
#include <utility>
#include <vector>

#include "report/html/fields.hpp"
#include "report/html/quantity.hpp"
#include "report/html/table.hpp"

namespace stepstorm::report::html {
namespace {

using Path = std::vector<std::string>;  // into the policies of a run

struct Figure {
  std::string policy;
  std::string name;
  Path path;
  Unit unit = Unit::Number;
};

const Json& policies_of(const Json& report, std::string_view run) { return object_in(member(report, run), "policies"); }

std::vector<Figure> figures_of(const Json& policies, const std::string& nouns) {
  std::vector<Figure> figures;
  if (policies.contains("retry_budget"))
    figures.push_back({"retry budget", "retries refused", {"retry_budget", "retries_refused"}});
  for (const auto& [resource, circuit] : object_in(policies, "circuit_breakers").items()) {
    const std::string policy = "circuit breaker of " + resource;
    figures.push_back({policy, "openings", {"circuit_breakers", resource, "openings"}});
    figures.push_back({policy, "open for", {"circuit_breakers", resource, "open_s"}, Unit::Seconds});
    figures.push_back({policy, "attempts refused", {"circuit_breakers", resource, "attempts_refused"}});
  }
  if (policies.contains("load_shedding"))
    figures.push_back({"load shedding", nouns + " refused at the start", {"load_shedding", "orders_shed"}});
  return figures;
}

Markup cell(const Json& policies, const Figure& figure) {
  const Json* value = &policies;
  for (const std::string& name : figure.path) value = &member(*value, name);
  return escaped(in_words(number_in(*value), figure.unit));
}

}  // namespace

bool has_policies(const Json& report) { return !policies_of(report, "experiment").empty(); }

Markup policies_section(const Json& report) {
  if (!has_policies(report)) return {};
  const Json& experiment = policies_of(report, "experiment");
  const Json& control = policies_of(report, "control");
  Table table({{"policy"}, {"what it did"}, {"experiment", Align::Right}, {"control", Align::Right}});
  for (const Figure& figure : figures_of(experiment, nouns_in(report)))
    table.row({escaped(figure.policy), escaped(figure.name), cell(experiment, figure), cell(control, figure)});
  return section("policies",
                 "Policies",
                 paragraph("quiet",
                           "Extensions beyond Step Functions, as the scenario asks for them; counted over the whole "
                           "run, warm-up included.") +
                     table.markup());
}

}  // namespace stepstorm::report::html
