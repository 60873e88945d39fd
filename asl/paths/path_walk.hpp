// Applies a path to a document once, as Jayway JsonPath 2.0.0 on Jackson's nodes does: follows the steps and collects
// the matches. Bounded: a path that visits too many nodes stops and reports it.
// Source: semantics.md 2.2, 14.1; the path tokens of that version.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "asl/paths/path_step.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// The limit of work for one application: 1 for each node visited and for each byte copied, 1/16 for each byte
/// compared. Without it, several deep scans in one path would not end in reasonable time.
inline constexpr std::size_t path_work_max = 20'000'000;

enum class Walked : std::uint8_t {
  arrived,
  not_found,  // PathNotFoundException: a wildcard over an array goes on, a criterion is false
  broken,     // any other exception, or more work than allowed: the walk stops
};

/// Why a walk did not arrive, in the engine's words: `before`, then `place` when `placed`, then `after`.
struct WalkFailure {
  std::string before, place, after;
  bool placed = false;
};

class PathWalk {
 public:
  /// `document`: `$` in filters. Reports the reason of a failure only when `failure` is given.
  PathWalk(std::span<const PathStep> steps, const Json& document, WalkFailure* failure = nullptr)
      : steps_(steps), document_(document), failure_(failure) {}

  const Json& document() const { return document_; }
  bool exhausted() const { return work_left_ == 0; }
  /// Accounts for a visit; finding a member is a linear search.
  void spend_visit(const Json& node) { spend(1 + node.size() / 32); }
  void spend(std::size_t work) { work_left_ -= std::min(work_left_, work); }
  /// Returns false when the limit is reached: do not copy.
  bool spend_copy(const Json& value);

  /// Follows the steps from the document on and appends the matches, in document order. Matches are nodes of the
  /// document or of this walk.
  using Matches = std::vector<const Json*>;
  Walked collect(Matches& matches);

  struct Followed {
    const Json* node;  // null when it did not arrive
    Walked outcome;
  };
  /// Returns the node that definite steps name, a node of the document or of this walk. Reports no reason of a failure.
  Followed follow(std::span<const PathStep> steps, const Json& node);

  Walked broken(std::string_view reason);

 private:
  Walked arrive(const Json& node);
  Walked go_on(std::size_t at, const Json& node);
  Walked visit(std::size_t at, const Json& node);
  Walked visit_other(std::size_t at, const Json& node);
  Walked visit_name(std::size_t at, const std::string& name, const Json& node);
  Walked visit_names(std::size_t at, const std::vector<std::string>& names, const Json& node);
  Walked visit_element(std::size_t at, std::int64_t index, const Json& array);
  Walked visit_range(std::size_t at, std::int64_t first, std::int64_t end, const Json& array);
  Walked visit_slice(std::size_t at, const Slice& slice, const Json& array);
  Walked visit_all(std::size_t at, const Json& container);
  Walked visit_accepted(std::size_t at, const Filtered& step, const Json& node);
  Walked scan(std::size_t at, const Json& node);
  Walked scan_here(std::size_t at, const Json& node);
  template <class Use>
  Walked on_array(std::size_t at, const Json& node, const Use& use);
  template <class Fragment>
  Walked enter(std::size_t at, const Json& node, const Fragment& fragment);
  template <class Use>
  Walked for_each_child(const Json& container, const Use& use);

  bool last(std::size_t at) const { return at + 1 == steps_.size(); }
  bool passes_over_missing(std::size_t at) const;
  std::string fragments_from(std::size_t at) const;
  template <class Before, class After>
  Walked not_found(const Before& before, const After& after);
  const Json* pick(const Json& node, const std::vector<std::string>& names);

  std::span<const PathStep> steps_;
  std::size_t definite_from_ = 0;  // all steps from here on are definite
  const Json& document_;
  WalkFailure* failure_;
  std::size_t work_left_ = path_work_max;
  Matches* matches_ = nullptr;
  std::vector<std::unique_ptr<const Json>> built_;  // the objects that ['a','b'] made
};

/// Returns the member, or nullptr.
const Json* member(const Json& node, const std::string& name);

/// The value of an element that does not exist.
const Json& null_node();

}  // namespace stepstorm::asl
