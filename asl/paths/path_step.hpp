// The compiled form of a JSONPath: its root, and one step for each segment.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace stepstorm::asl {

class PathFilter;

/// .name or ['name']
struct Name {
  std::string name;
};

/// ['a','b']: an object with these members, as far as they exist.
struct Names {
  std::vector<std::string> names;
};

/// [0]. An index outside the array, and therefore every negative one, selects null.
struct Index {
  std::int64_t index;
};

/// [(@.length-1)]: the index is the array's length plus this offset.
struct FromLength {
  std::int64_t offset;
};

/// [0,1]
struct Indexes {
  std::vector<std::int64_t> indexes;
};

/// [1:3], [1:] or [:3]
struct Slice {
  std::optional<std::int64_t> from, to;
};

/// .* or [*]
struct Wildcard {};

/// The dots of ..name: applies the next step here and at every depth below.
struct DeepScan {};

/// [?(...)]. Null for [?], a placeholder that only Java code can fill: every test of it fails.
struct Filtered {
  std::shared_ptr<const PathFilter> filter;
};

using PathStep = std::variant<Name, Names, Index, FromLength, Indexes, Slice, Wildcard, DeepScan, Filtered>;
using PathSteps = std::vector<PathStep>;

/// `$`
struct FromInput {};

/// `$$`
struct FromContext {};

/// `$name`
struct FromVariable {
  std::string name;
};

using PathRoot = std::variant<FromInput, FromContext, FromVariable>;

struct ParsedPath {
  PathRoot root;
  PathSteps steps;
};

bool definite(const PathStep& step);

/// Whether the steps name one node at most.
bool definite(const PathSteps& steps);

/// As Jayway writes a path in its messages: ['a'][0]
std::string normalized(const PathStep& step);

}  // namespace stepstorm::asl
