#include "graph/condition_text.hpp"

#include <string_view>

#include "asl/comparison_operator.hpp"
#include "asl/expression.hpp"
#include "values/overload.hpp"
#include "values/utf8.hpp"

namespace stepstorm::graph {
namespace {

/// `$.order.total` as `order.total`; what is no member of the input keeps its sign.
std::string short_path(std::string_view path) {
  if (path.starts_with("$.")) path.remove_prefix(2);
  return std::string(path);
}

std::string_view sign(asl::Relation relation) {
  switch (relation) {
    case asl::Relation::EQUALS: return " = ";
    case asl::Relation::LESS_THAN: return " < ";
    case asl::Relation::GREATER_THAN: return " > ";
    case asl::Relation::LESS_THAN_EQUALS: return " ≤ ";
    case asl::Relation::GREATER_THAN_EQUALS: return " ≥ ";
  }
  return " ";
}

std::string_view noun(asl::TestedType type) {
  switch (type) {
    case asl::TestedType::NULL_VALUE: return "null";
    case asl::TestedType::PRESENT: return "present";
    case asl::TestedType::NUMBER: return "a number";
    case asl::TestedType::STRING: return "a string";
    case asl::TestedType::BOOLEAN: return "a boolean";
    case asl::TestedType::TIMESTAMP: return "a timestamp";
  }
  return "";
}

std::string operand_text(const Json& operand, bool is_path) {
  return is_path ? short_path(operand.get_ref<const std::string&>()) : to_text(operand);
}

/// What follows the variable.
std::string test_text(const asl::ComparisonOperator& test, const Json& operand) {
  return std::visit(Overload{[&](const asl::Comparison& comparison) {
                               return std::string(sign(comparison.relation)) +
                                      operand_text(operand, comparison.operand_is_path);
                             },
                             [&](const asl::Matching&) { return " like " + to_text(operand); },
                             [&](const asl::TypeTest& type) {
                               return (operand == true ? " is " : " is not ") + std::string(noun(type.type));
                             }},
                    test.meaning);
}

std::string data_test_text(const Json& rule) {
  const auto variable = short_path(rule.at("Variable").get_ref<const std::string&>());
  for (const auto& [name, operand] : rule.items()) {
    if (const auto* test = asl::find_comparison_operator(name)) return variable + test_text(*test, operand);
  }
  return variable;
}

/// `$states.input.total > 100` -> `total > 100`, on one line.
std::string jsonata_text(const Json& condition) {
  constexpr std::string_view input = "$states.input.";
  if (!condition.is_string()) return to_text(condition);
  std::string text = on_one_line(asl::expression_in(condition.get_ref<const std::string&>()));
  for (auto at = text.find(input); at != text.npos; at = text.find(input, at)) text.erase(at, input.size());
  return text;
}

bool is_joined(const Json& rule) { return rule.contains("And") || rule.contains("Or"); }

std::string joined_text(const Json& rules, std::string_view word) {
  std::string text;
  for (const Json& rule : rules) {
    if (!text.empty()) text += word;
    text += is_joined(rule) && rules.size() > 1 ? '(' + condition_text(rule) + ')' : condition_text(rule);
  }
  return text;
}

}  // namespace

std::string condition_text(const Json& rule) {
  if (rule.contains("Condition")) return jsonata_text(rule["Condition"]);
  if (rule.contains("And")) return joined_text(rule["And"], " and ");
  if (rule.contains("Or")) return joined_text(rule["Or"], " or ");
  if (rule.contains("Not")) return "not (" + condition_text(rule["Not"]) + ')';
  return data_test_text(rule);
}

}  // namespace stepstorm::graph
