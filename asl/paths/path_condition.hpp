// The compiled form of a filter: criteria, joined by && and ||.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <re2/re2.h>

#include "asl/paths/java_number.hpp"
#include "asl/paths/path_filter.hpp"
#include "asl/paths/path_step.hpp"

namespace stepstorm::asl {

enum class FilterOperator { equal, not_equal, less, less_or_equal, greater, greater_or_equal, matches };

/// An operand that is neither a path nor a pattern is a text, quoted or not: x, 'x' and 5; "x" keeps its double quotes.
struct LiteralText {
  std::string text;
  std::optional<JavaNumber> number;  // the text as a number, when it is one
};

struct FilterPath {
  bool from_document;  // true: `$`, the document that the whole path is applied to; false: `@`, the tested node
  PathSteps steps;     // definite
};

using Pattern = std::shared_ptr<const re2::RE2>;
using Operand = std::variant<LiteralText, FilterPath, Pattern>;

struct FilterComparison {
  Operand found;  // the left operand
  FilterOperator op;
  Operand expected;
  bool same_path = false;  // both operands are the same path into the document, and therefore one Java object
};

/// @.a or !@.a, always relative to the tested node. A null counts as absent.
struct Exists {
  PathSteps steps;
  bool expected;
};

using Criterion = std::variant<FilterComparison, Exists>;

struct PathFilter::Condition {
  /// Holds when all criteria of one group hold. In the order of evaluation, which is from right to left.
  std::vector<std::vector<Criterion>> groups;
};

}  // namespace stepstorm::asl
