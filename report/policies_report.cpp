#include "report/policies_report.hpp"

#include <chrono>

#include "values/words.hpp"

namespace stepstorm::report {
namespace {

using simulation::PolicyResult;

/// Returns `1,879 retries refused`.
std::string refused(std::uint64_t count, const std::string& one, const std::string& many) {
  return grouped(count) + ' ' + (count == 1 ? one : many) + " refused";
}

std::string circuit_text(const PolicyResult::Circuit& circuit) {
  return circuit.resource + ": " + counted(circuit.openings, "opening") + ", open for " + in_words(circuit.open_time) +
         ", " + refused(circuit.refused, "attempt", "attempts");
}

Json circuits_json(const std::vector<PolicyResult::Circuit>& circuits) {
  Json json = Json::object();
  for (const PolicyResult::Circuit& circuit : circuits)
    json[circuit.resource] = {{"openings", circuit.openings},
                              {"open_s", std::chrono::duration<double>(circuit.open_time).count()},
                              {"attempts_refused", circuit.refused}};
  return json;
}

}  // namespace

std::vector<PolicyRow> policy_rows(const PolicyResult& policies, const std::string& noun) {
  std::vector<PolicyRow> rows;
  if (policies.retries_refused) rows.push_back({"budget", refused(*policies.retries_refused, "retry", "retries")});
  for (const PolicyResult::Circuit& circuit : policies.circuits) rows.push_back({"breaker", circuit_text(circuit)});
  if (policies.orders_shed)
    rows.push_back(
        {"shedding", refused(*policies.orders_shed, noun, plural(noun)) + " at the start, in the whole run"});
  return rows;
}

Json policies_json(const PolicyResult& policies) {
  Json json = Json::object();
  if (policies.retries_refused) json["retry_budget"] = {{"retries_refused", *policies.retries_refused}};
  if (!policies.circuits.empty()) json["circuit_breakers"] = circuits_json(policies.circuits);
  if (policies.orders_shed) json["load_shedding"] = {{"orders_shed", *policies.orders_shed}};
  return json;
}

}  // namespace stepstorm::report
