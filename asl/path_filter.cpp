#include "asl/path_filter.hpp"

#include <algorithm>
#include <optional>

#include "asl/overload.hpp"
#include "asl/path_condition.hpp"
#include "asl/path_walk.hpp"

namespace stepstorm::asl {
namespace {

// ---- comparing two values

/// What an operand amounts to: a literal, a node, the collected matches of an indefinite path, or nothing.
class Value {
 public:
  Value() = default;
  explicit Value(const Json* node) : node_(node) {}
  explicit Value(Json matches) : matches_(std::move(matches)) {}

  const Json* get() const { return matches_ ? &*matches_ : node_; }

 private:
  const Json* node_ = nullptr;
  std::optional<Json> matches_;
};

/// A number equals a text that spells it, as in Jayway.
bool equal_across_types(const Json& left, const Json& right) {
  if (left.is_string() && right.is_number()) return left == to_text(right);
  if (!left.is_number() || !right.is_string()) return false;
  const auto number = parse_json(right.get_ref<const std::string&>());
  return number && number->is_number() && same_value(left, *number);
}

bool equal(const Json& left, const Json& right) { return same_value(left, right) || equal_across_types(left, right); }

/// Values of different types have no order.
std::partial_ordering order(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number()) return compare_numbers(left, right);
  if (!left.is_string() || !right.is_string()) return std::partial_ordering::unordered;
  return left.get_ref<const std::string&>() <=> right.get_ref<const std::string&>();
}

bool has(const Json& list, const Json& value) {
  return list.is_array() && std::any_of(list.begin(), list.end(), [&](const Json& each) { return equal(each, value); });
}

bool has_all(const Json& list, const Json& values) {
  return std::all_of(values.begin(), values.end(), [&](const Json& each) { return has(list, each); });
}

bool has_any(const Json& list, const Json& values) {
  return std::any_of(values.begin(), values.end(), [&](const Json& each) { return has(list, each); });
}

bool contains(const Json& whole, const Json& part) {
  if (!whole.is_string()) return has(whole, part);
  return part.is_string() &&
         whole.get_ref<const std::string&>().find(part.get_ref<const std::string&>()) != std::string::npos;
}

std::size_t size_of(const Json& value) {
  return value.is_string() ? value.get_ref<const std::string&>().size() : value.size();
}

bool measurable(const Json& value) { return value.is_string() || value.is_structured(); }

bool holds(FilterOperator op, const Json& left, const Json& right) {
  const bool lists = left.is_array() && right.is_array();
  switch (op) {
    case FilterOperator::equal: return equal(left, right);
    case FilterOperator::not_equal: return !equal(left, right);
    case FilterOperator::less: return std::is_lt(order(left, right));
    case FilterOperator::less_or_equal: return std::is_lteq(order(left, right));
    case FilterOperator::greater: return std::is_gt(order(left, right));
    case FilterOperator::greater_or_equal: return std::is_gteq(order(left, right));
    case FilterOperator::in: return has(right, left);
    case FilterOperator::not_in: return !has(right, left);
    case FilterOperator::subset_of: return lists && has_all(right, left);
    case FilterOperator::any_of: return lists && has_any(right, left);
    case FilterOperator::none_of: return lists && !has_any(right, left);
    case FilterOperator::contains: return contains(left, right);
    case FilterOperator::size: return measurable(left) && same_value(Json(size_of(left)), right);
    case FilterOperator::empty: return measurable(left) && right == Json(size_of(left) == 0);
    case FilterOperator::matches: return false;  // needs a pattern
  }
  return false;
}

/// A comparison with a path that leads nowhere: it differs from every value and is in no list.
bool holds_without_value(FilterOperator op) { return op == FilterOperator::not_equal || op == FilterOperator::not_in; }

bool matches(const re2::RE2& pattern, const Json& value) {
  if (value.is_string()) return re2::RE2::FullMatch(value.get_ref<const std::string&>(), pattern);
  return value.is_primitive() && !value.is_null() && re2::RE2::FullMatch(to_text(value), pattern);
}

// ---- evaluating a condition

class Evaluation {
 public:
  Evaluation(const Json& node, PathWalk& walk) : node_(node), walk_(walk) {}

  bool holds(const PathFilter::Condition& condition) {
    return std::visit(Overload{
                          [&](const FilterComparison& comparison) { return compare(comparison); },
                          [&](const Exists& exists) { return value_of(exists.path).get() != nullptr; },
                          [&](const Not& negation) { return !holds(*negation.operand); },
                          [&](const And& conjunction) {
                            return std::all_of(conjunction.operands.begin(),
                                               conjunction.operands.end(),
                                               [this](const auto& each) { return holds(each); });
                          },
                          [&](const Or& disjunction) {
                            return std::any_of(disjunction.operands.begin(),
                                               disjunction.operands.end(),
                                               [this](const auto& each) { return holds(each); });
                          },
                      },
                      condition.kind);
  }

 private:
  bool compare(const FilterComparison& comparison) {
    if (comparison.op == FilterOperator::matches) return compare_with_pattern(comparison);
    const auto left = value_of(comparison.left);
    const auto right = value_of(comparison.right);
    if (!left.get() || !right.get()) return holds_without_value(comparison.op);
    spend_comparing(*left.get());
    spend_comparing(*right.get());
    return asl::holds(comparison.op, *left.get(), *right.get());
  }

  bool compare_with_pattern(const FilterComparison& comparison) {
    const auto* pattern = std::get_if<Pattern>(&comparison.right);
    const auto value = value_of(comparison.left);
    if (!pattern || !value.get()) return false;
    spend_comparing(*value.get());
    return matches(**pattern, *value.get());
  }

  void spend_comparing(const Json& value) {
    constexpr std::size_t enough = 16 * path_work_max;
    walk_.spend(1 + text_size_at_least(value, enough) / 16);
  }

  Value value_of(const Operand& operand) {
    return std::visit(Overload{
                          [](const Json& literal) { return Value(&literal); },
                          [&](const FilterPath& path) { return value_of(path); },
                          [](const Pattern&) { return Value(); },
                      },
                      operand);
  }

  Value value_of(const FilterPath& path) {
    const Json& start = path.from_node ? node_ : walk_.document();
    if (definite(path.steps)) return Value(walk_.follow(path.steps, start));
    Json matches = Json::array();
    for (const auto* match : walk_.collect(path.steps, start)) {
      if (walk_.spend_copy(*match)) matches.push_back(*match);
    }
    return Value(std::move(matches));
  }

  const Json& node_;
  PathWalk& walk_;
};

}  // namespace

PathFilter::PathFilter(std::unique_ptr<const Condition> condition) : condition_(std::move(condition)) {}
PathFilter::~PathFilter() = default;

bool PathFilter::accepts(const Json& node, PathWalk& walk) const { return Evaluation(node, walk).holds(*condition_); }

}  // namespace stepstorm::asl
