#include "asl/comparison_operator.hpp"

#include <algorithm>

namespace stepstorm::asl {

const std::vector<ComparisonOperator>& comparison_operator_table() {
  using enum ComparedType;
  using enum Relation;
  static const std::vector<ComparisonOperator> table{
      {"StringEquals", Comparison{STRING, EQUALS, false}},
      {"StringEqualsPath", Comparison{STRING, EQUALS, true}},
      {"StringLessThan", Comparison{STRING, LESS_THAN, false}},
      {"StringLessThanPath", Comparison{STRING, LESS_THAN, true}},
      {"StringGreaterThan", Comparison{STRING, GREATER_THAN, false}},
      {"StringGreaterThanPath", Comparison{STRING, GREATER_THAN, true}},
      {"StringLessThanEquals", Comparison{STRING, LESS_THAN_EQUALS, false}},
      {"StringLessThanEqualsPath", Comparison{STRING, LESS_THAN_EQUALS, true}},
      {"StringGreaterThanEquals", Comparison{STRING, GREATER_THAN_EQUALS, false}},
      {"StringGreaterThanEqualsPath", Comparison{STRING, GREATER_THAN_EQUALS, true}},
      {"StringMatches", Matching{}},
      {"NumericEquals", Comparison{NUMBER, EQUALS, false}},
      {"NumericEqualsPath", Comparison{NUMBER, EQUALS, true}},
      {"NumericLessThan", Comparison{NUMBER, LESS_THAN, false}},
      {"NumericLessThanPath", Comparison{NUMBER, LESS_THAN, true}},
      {"NumericGreaterThan", Comparison{NUMBER, GREATER_THAN, false}},
      {"NumericGreaterThanPath", Comparison{NUMBER, GREATER_THAN, true}},
      {"NumericLessThanEquals", Comparison{NUMBER, LESS_THAN_EQUALS, false}},
      {"NumericLessThanEqualsPath", Comparison{NUMBER, LESS_THAN_EQUALS, true}},
      {"NumericGreaterThanEquals", Comparison{NUMBER, GREATER_THAN_EQUALS, false}},
      {"NumericGreaterThanEqualsPath", Comparison{NUMBER, GREATER_THAN_EQUALS, true}},
      {"BooleanEquals", Comparison{BOOLEAN, EQUALS, false}},
      {"BooleanEqualsPath", Comparison{BOOLEAN, EQUALS, true}},
      {"TimestampEquals", Comparison{TIMESTAMP, EQUALS, false}},
      {"TimestampEqualsPath", Comparison{TIMESTAMP, EQUALS, true}},
      {"TimestampLessThan", Comparison{TIMESTAMP, LESS_THAN, false}},
      {"TimestampLessThanPath", Comparison{TIMESTAMP, LESS_THAN, true}},
      {"TimestampGreaterThan", Comparison{TIMESTAMP, GREATER_THAN, false}},
      {"TimestampGreaterThanPath", Comparison{TIMESTAMP, GREATER_THAN, true}},
      {"TimestampLessThanEquals", Comparison{TIMESTAMP, LESS_THAN_EQUALS, false}},
      {"TimestampLessThanEqualsPath", Comparison{TIMESTAMP, LESS_THAN_EQUALS, true}},
      {"TimestampGreaterThanEquals", Comparison{TIMESTAMP, GREATER_THAN_EQUALS, false}},
      {"TimestampGreaterThanEqualsPath", Comparison{TIMESTAMP, GREATER_THAN_EQUALS, true}},
      {"IsNull", TypeTest{TestedType::NULL_VALUE}},
      {"IsPresent", TypeTest{TestedType::PRESENT}},
      {"IsNumeric", TypeTest{TestedType::NUMBER}},
      {"IsString", TypeTest{TestedType::STRING}},
      {"IsBoolean", TypeTest{TestedType::BOOLEAN}},
      {"IsTimestamp", TypeTest{TestedType::TIMESTAMP}},
  };
  return table;
}

const ComparisonOperator* find_comparison_operator(std::string_view name) {
  const auto& table = comparison_operator_table();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& candidate) { return candidate.name == name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace stepstorm::asl
