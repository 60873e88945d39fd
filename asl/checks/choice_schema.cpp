#include "asl/checks/choice_schema.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "asl/checks/field_checks.hpp"
#include "asl/choice_rule.hpp"
#include "asl/comparison_operator.hpp"
#include "asl/string_pattern.hpp"
#include "values/overload.hpp"

namespace stepstorm::asl {
namespace {

constexpr int nested_rules_max = 100;

// ---- operands

void string_operand(const Subject& subject) {
  if (!expect_text(subject) || !looks_evaluated(subject.value)) return;
  subject.warn(code::no_path,
               "The value looks like a path, but the field's name does not end with 'Path': it is compared "
               "as the text that it is");
}

void pattern_operand(const Subject& subject) {
  if (!expect_text(subject)) return;
  if (StringPattern::parse(subject.value.get_ref<const std::string&>())) return;
  subject.error("A backslash must be followed by '*' or another backslash");
}

Check literal_of(ComparedType type) {
  switch (type) {
    case ComparedType::STRING: return string_operand;
    case ComparedType::NUMBER: return number(std::numeric_limits<double>::lowest());
    case ComparedType::BOOLEAN: return boolean;
    case ComparedType::TIMESTAMP: return timestamp;
  }
  return anything;
}

Check operand_of(const ComparisonOperator& comparison_operator) {
  return std::visit(Overload{[](const Comparison& comparison) -> Check {
                               if (comparison.operand_is_path) return condition_path;
                               return literal_of(comparison.type);
                             },
                             [](const Matching&) -> Check { return pattern_operand; },
                             [](const TypeTest&) -> Check { return boolean; }},
                    comparison_operator.meaning);
}

// ---- combinations of fields

void has_one_selector(const Subject& subject) {
  static const std::vector<std::string_view> selectors{"And", "Or", "Not", "Variable", "Condition"};
  const auto present = std::count_if(
      selectors.begin(), selectors.end(), [&](std::string_view name) { return has(subject.value, name); });
  if (present == 1) return;
  subject.error("The object must have only one of the following fields, " + in_brackets(selectors));
}

std::vector<std::string_view> operators_in(const Json& rule) {
  std::vector<std::string_view> names;
  for (const auto& [name, operand] : rule.get_ref<const Json::object_t&>()) {
    if (find_comparison_operator(name)) names.push_back(name);
  }
  return names;
}

void has_one_operator_beside_variable(const Subject& subject) {
  const auto present = operators_in(subject.value);
  if (has(subject.value, "Variable")) {
    if (present.empty()) subject.error(needs_one_of(comparison_operators()));
    if (present.size() > 1) subject.error(allows_one_of(comparison_operators()));
    return;
  }
  for (const auto name : present) subject.error(is_not_supported(name));
}

// ---- rules

std::vector<FieldSchema> fields_of_any_rule() {
  const auto rules = not_empty(array_of(nested_rule));
  std::vector<FieldSchema> fields{
      {"And", rules, Dialect::JSONPath},
      {"Or", rules, Dialect::JSONPath},
      {"Not", nested_rule, Dialect::JSONPath},
      {"Variable", condition_path, Dialect::JSONPath},
      {"Comment", text},
  };
  for (const auto& comparison_operator : comparison_operator_table()) {
    fields.push_back({comparison_operator.name, operand_of(comparison_operator), Dialect::JSONPath});
  }
  return fields;
}

ObjectSchema nested_rule_schema() {
  return {.fields = fields_of_any_rule(), .relations = {has_one_selector, has_one_operator_beside_variable}};
}

ObjectSchema top_rule_schema() {
  auto schema = nested_rule_schema();
  schema.required = {"Next"};
  schema.fields.insert(schema.fields.end(),
                       {
                           {"Next", text},
                           {"Assign", assign()},
                           {"Condition", boolean, Dialect::JSONata, true},
                           {"Output", expressions(), Dialect::JSONata},
                       });
  return schema;
}

}  // namespace

void nested_rule(const Subject& subject) {
  static const ObjectSchema schema = nested_rule_schema();
  auto inside = subject.surroundings;
  if (++inside.nesting > nested_rules_max) {
    return subject.error(code::too_deeply_nested, "The rules are too deeply nested.");
  }
  check_object(schema, Subject{subject.value, subject.place, inside, subject.report});
}

void choice_rule(const Subject& subject) {
  static const ObjectSchema schema = top_rule_schema();
  auto inside = subject.surroundings;
  inside.nesting = 0;
  check_object(schema, Subject{subject.value, subject.place, inside, subject.report});
}

}  // namespace stepstorm::asl
