// The condition of a filter segment, [?(@.price < 10 && @.name =~ /a.*/i)].
// Source: Jayway JsonPath, "Filter Operators"; regular expressions are RE2's, which take time linear in the text.
#pragma once

#include <memory>

#include "asl/cursor.hpp"
#include "asl/json.hpp"

namespace stepstorm::asl {

class PathWalk;

class PathFilter {
 public:
  /// From the parenthesis on; null when the cursor has failed. `nesting` counts the filters around it and itself.
  static std::shared_ptr<const PathFilter> parse(Cursor& cursor, int nesting);

  bool accepts(const Json& node, PathWalk& walk) const;

  struct Condition;  // in the .cpp files only
  explicit PathFilter(std::unique_ptr<const Condition> condition);
  ~PathFilter();

 private:
  std::unique_ptr<const Condition> condition_;
};

}  // namespace stepstorm::asl
