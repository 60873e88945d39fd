// The condition of a filter segment, [?(@.price < 10 && @.name =~ /a.*/i)], as Jayway JsonPath 2.0.0 parses and tests
// it. Parentheses do not group; && binds more tightly than ||, and criteria are tested from right to left.
// Source: semantics.md 14.1; com.jayway.jsonpath.Filter and Criteria of that version.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "values/json.hpp"

namespace stepstorm::asl {

class PathWalk;

class PathFilter {
 public:
  /// `text` is the whole segment, brackets included.
  static tl::expected<std::shared_ptr<const PathFilter>, std::string> parse(std::string_view text);

  enum class Verdict {
    rejected,
    accepted,
    broken,  // the engine throws; the walk keeps the reason
  };
  Verdict test(const Json& node, PathWalk& walk) const;

  struct Condition;  // in the .cpp files only
  explicit PathFilter(std::unique_ptr<const Condition> condition);
  ~PathFilter();

 private:
  std::unique_ptr<const Condition> condition_;
};

}  // namespace stepstorm::asl
