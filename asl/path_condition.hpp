// The compiled form of a filter's condition.
#pragma once

#include <memory>
#include <string_view>
#include <variant>
#include <vector>

#include <re2/re2.h>

#include "asl/json.hpp"
#include "asl/path_filter.hpp"
#include "asl/path_step.hpp"

namespace stepstorm::asl {

enum class FilterOperator {
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  matches,
  in,
  not_in,
  subset_of,
  any_of,
  none_of,
  contains,
  size,
  empty,
};

struct FilterPath {
  bool from_node = true;  // @, otherwise $: the document that the whole path is applied to
  PathSteps steps;
};
using Pattern = std::shared_ptr<const re2::RE2>;
using Operand = std::variant<Json, FilterPath, Pattern>;

struct FilterComparison {
  Operand left;
  FilterOperator op;
  Operand right;
};
struct Exists {
  FilterPath path;
};
struct Not {
  std::unique_ptr<const PathFilter::Condition> operand;
};
struct And {
  std::vector<PathFilter::Condition> operands;
};
struct Or {
  std::vector<PathFilter::Condition> operands;
};

struct PathFilter::Condition {
  std::variant<FilterComparison, Exists, Not, And, Or> kind;
};

}  // namespace stepstorm::asl
