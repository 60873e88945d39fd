// The comparison operators of a Choice rule in JSONPath, as one table. Source: semantics.md 4.1.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

namespace stepstorm::asl {

enum class ComparedType { STRING, NUMBER, BOOLEAN, TIMESTAMP };
enum class Relation { EQUALS, LESS_THAN, GREATER_THAN, LESS_THAN_EQUALS, GREATER_THAN_EQUALS };
enum class TestedType { NULL_VALUE, PRESENT, NUMBER, STRING, BOOLEAN, TIMESTAMP };

/// StringEquals, NumericLessThanPath ...: the operand is a literal of the type, or a path to one.
struct Comparison {
  ComparedType type;
  Relation relation;
  bool operand_is_path;
};
/// StringMatches: the operand is a pattern.
struct Matching {};
/// IsNull, IsPresent ...: the operand is the expected answer.
struct TypeTest {
  TestedType type;
};

struct ComparisonOperator {
  std::string_view name;
  std::variant<Comparison, Matching, TypeTest> meaning;
};

const std::vector<ComparisonOperator>& comparison_operator_table();

/// nullptr: no such operator.
const ComparisonOperator* find_comparison_operator(std::string_view name);

}  // namespace stepstorm::asl
