// One application of a path to a document, as Jayway JsonPath 2.0.0 on Jackson's nodes applies it: follows the steps and
// collects what they lead to.
// Bounded: a path that visits too many nodes stops and says so.
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

/// What one application may cost: 1 for each node visited and for each byte copied, 1/16 for each byte compared.
/// Some deep scans after each other would cost more than anyone waits for.
inline constexpr std::size_t path_work_max = 20'000'000;

enum class Walked : std::uint8_t {
  arrived,
  not_found,  // PathNotFoundException: a wildcard over an array passes on, a criterion is false
  broken,     // any other exception, or more work than allowed: nothing passes on
};

/// Why a walk did not arrive, in the engine's words. `place` stands between the two when there is one.
struct WalkFailure {
  std::string before, place, after;
  bool placed = false;
};

class PathWalk {
 public:
  /// `document` is what `$` means in filters. Says why it failed only when it is given where to.
  PathWalk(std::span<const PathStep> steps, const Json& document, WalkFailure* failure = nullptr)
      : steps_(steps), document_(document), failure_(failure) {}

  const Json& document() const { return document_; }
  bool exhausted() const { return work_left_ == 0; }
  /// Members are found by looking at one after the other.
  void spend_visit(const Json& node) { spend(1 + node.size() / 32); }
  void spend(std::size_t work) { work_left_ -= std::min(work_left_, work); }
  /// False when no more is to be copied.
  bool spend_copy(const Json& value);

  /// Follows the steps from the document on and adds what they led to, in document order. It lives in the document or in
  /// this walk.
  using Matches = std::vector<const Json*>;
  Walked collect(Matches& matches);

  struct Followed {
    const Json* node;  // null when it did not arrive
    Walked outcome;
  };
  /// The node that definite steps name. It lives in the document or in this walk. Does not say why it failed.
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

/// The member or null pointer.
const Json* member(const Json& node, const std::string& name);

/// What stands for an element that is not there.
const Json& null_node();

}  // namespace stepstorm::asl
