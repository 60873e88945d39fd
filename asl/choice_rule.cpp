#include "asl/choice_rule.hpp"

#include <algorithm>
#include <cassert>
#include <compare>
#include <optional>
#include <utility>
#include <variant>

#include "asl/accepted.hpp"
#include "asl/comparison_operator.hpp"
#include "asl/paths/json_path.hpp"
#include "asl/string_pattern.hpp"
#include "values/overload.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::asl {
namespace {

// ---- comparing values

/// Java compares strings by UTF-16 code unit. That is the order of UTF-8 bytes, but that characters above U+FFFF,
/// being surrogate pairs, come before U+E000 to U+FFFF.
struct Utf16Order {
  static int weight(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value == 0xEE || value == 0xEF ? value + 0x10 : value;
  }
  std::strong_ordering operator()(char left, char right) const { return weight(left) <=> weight(right); }
};

std::partial_ordering order_of_strings(std::string_view left, std::string_view right) {
  return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end(), Utf16Order{});
}

template <class Left, class Right>
std::strong_ordering order_of_integers(Left left, Right right) {
  return std::cmp_less(left, right)      ? std::strong_ordering::less
         : std::cmp_greater(left, right) ? std::strong_ordering::greater
                                         : std::strong_ordering::equal;
}

std::partial_ordering order_of_numbers(const Json& left, const Json& right) {
  if (left.is_number_float() || right.is_number_float()) return left.get<double>() <=> right.get<double>();
  if (left.is_number_unsigned() && right.is_number_unsigned()) {
    return left.get<std::uint64_t>() <=> right.get<std::uint64_t>();
  }
  if (left.is_number_unsigned()) return order_of_integers(left.get<std::uint64_t>(), right.get<std::int64_t>());
  if (right.is_number_unsigned()) return order_of_integers(left.get<std::int64_t>(), right.get<std::uint64_t>());
  return left.get<std::int64_t>() <=> right.get<std::int64_t>();
}

std::optional<TimePoint> instant_in(const Json& value) {
  return value.is_string() ? parse_timestamp(value.get_ref<const std::string&>()) : std::nullopt;
}

/// Unordered when either side is not of the type.
std::partial_ordering order_of(ComparedType type, const Json& left, const Json& right) {
  switch (type) {
    case ComparedType::STRING:
      if (!left.is_string() || !right.is_string()) break;
      return order_of_strings(left.get_ref<const std::string&>(), right.get_ref<const std::string&>());
    case ComparedType::NUMBER:
      if (!left.is_number() || !right.is_number()) break;
      return order_of_numbers(left, right);
    case ComparedType::BOOLEAN:
      if (!left.is_boolean() || !right.is_boolean()) break;
      return left.get<bool>() <=> right.get<bool>();
    case ComparedType::TIMESTAMP: {
      const auto instants = std::pair{instant_in(left), instant_in(right)};
      if (!instants.first || !instants.second) break;
      return *instants.first <=> *instants.second;
    }
  }
  return std::partial_ordering::unordered;
}

bool holds(Relation relation, std::partial_ordering order) {
  switch (relation) {
    case Relation::EQUALS: return std::is_eq(order);
    case Relation::LESS_THAN: return std::is_lt(order);
    case Relation::GREATER_THAN: return std::is_gt(order);
    case Relation::LESS_THAN_EQUALS: return std::is_lteq(order);
    case Relation::GREATER_THAN_EQUALS: return std::is_gteq(order);
  }
  return false;
}

bool is_of(TestedType type, const Json& value) {
  switch (type) {
    case TestedType::PRESENT: return true;
    case TestedType::NULL_VALUE: return value.is_null();
    case TestedType::NUMBER: return value.is_number();
    case TestedType::STRING: return value.is_string();
    case TestedType::BOOLEAN: return value.is_boolean();
    case TestedType::TIMESTAMP: return instant_in(value).has_value();
  }
  return false;
}

/// Fails on a null input, also for IsPresent. Source: semantics.md 14.3; AWS Support, asked about IsString on `$`.
bool is_path_on_null(const JsonPath& path, const Json& input) {
  return input.is_null() && !path.reads_context() && !path.variable();
}

EvaluationError missing(const JsonPath& path) {
  return {
      .detail = "Invalid path '" + path.text() + "': The choice state's condition path references an invalid value.",
      .location = std::nullopt};
}

// ---- the tests, each with its operand prepared

struct CompareLiteral {
  ComparedType type;
  Relation relation;
  Json operand;
};
struct CompareInstant {  // a timestamp literal
  Relation relation;
  TimePoint operand;
};
struct ComparePath {
  ComparedType type;
  Relation relation;
  JsonPath operand;
};
struct MatchPattern {
  StringPattern pattern;
};
struct TestType {
  TestedType type;
  bool expected;
};
using Test = std::variant<CompareLiteral, CompareInstant, ComparePath, MatchPattern, TestType>;

struct Document {
  const Json& input;
  const References& references;
};
using Answer = tl::expected<bool, EvaluationError>;

Answer compare_with_path(const ComparePath& test, const Json& value, const Document& document) {
  if (is_path_on_null(test.operand, document.input)) return tl::unexpected(null_has_no_paths());
  const auto operand = test.operand.select(document.input, document.references);
  if (!operand) return tl::unexpected(missing(test.operand));
  return holds(test.relation, order_of(test.type, value, **operand));
}

bool compare_with_instant(const CompareInstant& test, const Json& value) {
  const auto instant = instant_in(value);
  return instant && holds(test.relation, *instant <=> test.operand);
}

Answer answer(const Test& test, const Json& value, const Document& document) {
  return std::visit(
      Overload{[&](const CompareLiteral& compare) -> Answer {
                 return holds(compare.relation, order_of(compare.type, value, compare.operand));
               },
               [&](const CompareInstant& compare) -> Answer { return compare_with_instant(compare, value); },
               [&](const ComparePath& compare) -> Answer { return compare_with_path(compare, value, document); },
               [&](const MatchPattern& match) -> Answer {
                 return value.is_string() && match.pattern.matches(value.get_ref<const std::string&>());
               },
               [&](const TestType& is) -> Answer { return is_of(is.type, value) == is.expected; }},
      test);
}

Test compile_comparison(const Comparison& comparison, const Json& operand) {
  if (comparison.operand_is_path) {
    return ComparePath{
        comparison.type, comparison.relation, accepted(JsonPath::parse(operand.get_ref<const std::string&>()))};
  }
  if (comparison.type == ComparedType::TIMESTAMP) {
    return CompareInstant{comparison.relation, accepted(instant_in(operand))};
  }
  return CompareLiteral{comparison.type, comparison.relation, operand};
}

Test compile_test(const ComparisonOperator& comparison_operator, const Json& operand) {
  return std::visit(
      Overload{[&](const Comparison& comparison) { return compile_comparison(comparison, operand); },
               [&](const Matching&) -> Test {
                 return MatchPattern{accepted(StringPattern::parse(operand.get_ref<const std::string&>()))};
               },
               [&](const TypeTest& test) -> Test {
                 return TestType{test.type, operand.get<bool>()};
               }},
      comparison_operator.meaning);
}

}  // namespace

// ---- the tree

struct ChoiceRule::Node {
  struct And {
    std::vector<Node> rules;
  };
  struct Or {
    std::vector<Node> rules;
  };
  struct Not {
    std::vector<Node> rule;
  };  // exactly one
  struct DataTest {
    JsonPath variable;
    Test test;
  };
  std::variant<And, Or, Not, DataTest> rule;

  static Node compile(const Json& rule);
  static std::vector<Node> compile_all(const Json& rules);
  static DataTest compile_data_test(const Json& rule);

  Answer matches(const Document& document) const;
  static Answer matches_data_test(const DataTest& test, const Document& document);
  /// Left to right until one rule answers `decisive`.
  static Answer first_to_answer(bool decisive, const std::vector<Node>& rules, const Document& document);

  void collect_variables(std::vector<std::string>& names) const;
};

ChoiceRule::Node ChoiceRule::Node::compile(const Json& rule) {
  if (const auto found = rule.find("And"); found != rule.end()) return {And{compile_all(*found)}};
  if (const auto found = rule.find("Or"); found != rule.end()) return {Or{compile_all(*found)}};
  if (const auto found = rule.find("Not"); found != rule.end()) return {Not{{compile(*found)}}};
  return {compile_data_test(rule)};
}

std::vector<ChoiceRule::Node> ChoiceRule::Node::compile_all(const Json& rules) {
  std::vector<Node> nodes;
  nodes.reserve(rules.size());
  for (const auto& rule : rules) nodes.push_back(compile(rule));
  return nodes;
}

ChoiceRule::Node::DataTest ChoiceRule::Node::compile_data_test(const Json& rule) {
  const auto& members = rule.get_ref<const Json::object_t&>();
  const auto found = std::find_if(members.begin(), members.end(), [](const auto& member) {
    return find_comparison_operator(member.first) != nullptr;
  });
  assert(found != members.end());
  return {accepted(JsonPath::parse(rule.at("Variable").get_ref<const std::string&>())),
          compile_test(*find_comparison_operator(found->first), found->second)};
}

Answer ChoiceRule::Node::first_to_answer(bool decisive, const std::vector<Node>& rules, const Document& document) {
  for (const auto& rule : rules) {
    auto answer = rule.matches(document);
    if (!answer || *answer == decisive) return answer;
  }
  return !decisive;
}

Answer ChoiceRule::Node::matches_data_test(const DataTest& test, const Document& document) {
  if (is_path_on_null(test.variable, document.input)) return tl::unexpected(null_has_no_paths());
  const auto value = test.variable.select(document.input, document.references);
  if (value) return answer(test.test, **value, document);
  const auto* type_test = std::get_if<TestType>(&test.test);
  if (type_test && type_test->type == TestedType::PRESENT) return !type_test->expected;
  return tl::unexpected(missing(test.variable));
}

Answer ChoiceRule::Node::matches(const Document& document) const {
  return std::visit(Overload{[&](const And& all) { return first_to_answer(false, all.rules, document); },
                             [&](const Or& any) { return first_to_answer(true, any.rules, document); },
                             [&](const Not& no) {
                               return no.rule.front().matches(document).map([](bool answer) { return !answer; });
                             },
                             [&](const DataTest& test) { return matches_data_test(test, document); }},
                    rule);
}

void ChoiceRule::Node::collect_variables(std::vector<std::string>& names) const {
  const auto collect = [&names](const JsonPath& path) {
    if (auto name = path.variable()) names.push_back(std::move(*name));
  };
  const auto collect_all = [&names](const std::vector<Node>& rules) {
    for (const auto& each : rules) each.collect_variables(names);
  };
  std::visit(Overload{[&](const And& all) { collect_all(all.rules); },
                      [&](const Or& any) { collect_all(any.rules); },
                      [&](const Not& no) { collect_all(no.rule); },
                      [&](const DataTest& test) {
                        collect(test.variable);
                        if (const auto* compare = std::get_if<ComparePath>(&test.test)) collect(compare->operand);
                      }},
             rule);
}

const std::vector<std::string_view>& comparison_operators() {
  static const auto names = [] {
    std::vector<std::string_view> collected;
    for (const auto& comparison_operator : comparison_operator_table()) collected.push_back(comparison_operator.name);
    return collected;
  }();
  return names;
}

ChoiceRule::ChoiceRule(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

ChoiceRule ChoiceRule::compile(const Json& rule) {
  return ChoiceRule(std::make_shared<const Node>(Node::compile(rule)));
}

tl::expected<bool, EvaluationError> ChoiceRule::matches(const Json& input, const References& references) const {
  return root_->matches({input, references});
}

std::vector<std::string> ChoiceRule::variables() const {
  std::vector<std::string> names;
  root_->collect_variables(names);
  return names;
}

}  // namespace stepstorm::asl
