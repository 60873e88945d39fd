// JSONPath as the service's engine, Jayway JsonPath 2.0.0 on Jackson's nodes, parses and evaluates it:
// `$.a['b'][0][(@.length-1)][1:3][0,2][*]..x[?(@.y == 'a' && @.z =~ /re/)]`.
// Also `$$...` (context object) and `$name...` (variable): the same engine behind the prefix.
// Compiled once; evaluation parses nothing.
// Source: semantics.md 2.1, 2.2, 14.1; recordings.md 5.3.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

#include "asl/evaluation.hpp"
#include "asl/paths/path_step.hpp"
#include "values/json.hpp"
#include "values/payload.hpp"

namespace stepstorm::asl {

class PathWalk;

/// The result of a path: a node inside the document, or, for an indefinite path, an array of the matches.
/// Points into the input, the context object or a variable; valid until that changes.
class Selection {
 public:
  explicit Selection(const Json* node) : node_(node) {}
  explicit Selection(Json matches) : matches_(std::move(matches)) {}

  const Json& operator*() const { return node_ ? *node_ : matches_; }
  const Json* operator->() const { return &**this; }
  /// Copies a node, moves collected matches.
  Json take() && {
    if (node_) return *node_;
    return std::move(matches_);
  }

 private:
  const Json* node_ = nullptr;
  Json matches_;
};

class JsonPath {
 public:
  /// Ignores surrounding blanks. The error is a sentence without the place.
  static tl::expected<JsonPath, std::string> parse(std::string_view text);

  /// Takes a path from the front of `text`, up to the comma, blank or parenthesis that ends an argument.
  static tl::expected<JsonPath, std::string> parse_prefix(std::string_view& text);

  /// nullopt: a definite path has no match, the engine throws (for example when a filter compares a number with a
  /// text), or the evaluation exceeds its limit (path_walk.hpp).
  [[nodiscard]] std::optional<Selection> select(const Json& input, const References& references) const;

  /// Explains in the service's words why select returned nullopt: `No results for path: $['x']`, `Missing property in
  /// path $['no']`.
  [[nodiscard]] std::string describe_miss(const Json& input, const References& references) const;

  /// Returns the error for a field (e.g. `value.$`, `CausePath`) whose path selected nothing.
  [[nodiscard]] EvaluationError missing_value(std::string_view field,
                                              const Json& input,
                                              const References& references) const;

  const std::string& text() const;              // as written
  bool definite() const;                        // names one node at most
  bool is_root() const;                         // exactly `$`
  bool reads_context() const;                   // starts with `$$`
  std::optional<std::string> variable() const;  // the variable's name when it starts with `$name`

  JsonPath(const JsonPath&);
  JsonPath(JsonPath&&) noexcept;
  JsonPath& operator=(const JsonPath&);
  JsonPath& operator=(JsonPath&&) noexcept;
  ~JsonPath();

 private:
  struct Compiled;
  explicit JsonPath(std::shared_ptr<const Compiled> compiled);
  std::optional<Selection> select_all(PathWalk& walk) const;

  std::shared_ptr<const Compiled> compiled_;
};

/// A path that names exactly one place: names and non-negative indexes from `$`. ResultPath is one.
class ReferencePath {
 public:
  struct ReferenceStep {
    std::string name;
    std::optional<std::size_t> index;  // set: an array index, and `name` is unused
  };

  static tl::expected<ReferencePath, std::string> parse(std::string_view text);

  /// Returns `document` with `value` at this place. Creates missing objects, and missing arrays with one element; an
  /// index equal to an array's length appends to it.
  /// Fails with States.ReferencePathConflict when a name is applied to anything but an object, or an index to anything
  /// but an array or beyond its length. Source: semantics.md 14.2, 14.15.
  [[nodiscard]] tl::expected<Json, EvaluationError> place(Json document, Json value) const;
  /// The same. Does not copy the object when the path names one of its own members.
  [[nodiscard]] tl::expected<Payload, EvaluationError> place(const Payload& document, const Payload& value) const;

  const std::string& text() const { return text_; }
  bool is_root() const { return steps_.empty(); }

 private:
  std::string text_;
  std::vector<ReferenceStep> steps_;
};

}  // namespace stepstorm::asl
