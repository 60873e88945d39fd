// One application of a path to a document: follows the steps and collects what they lead to.
// Bounded: a path that visits too many nodes stops and says so.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "asl/json.hpp"
#include "asl/path_step.hpp"

namespace stepstorm::asl {

/// What one application may cost: 1 for each node visited and for each byte copied, 1/16 for each byte compared.
/// Some deep scans after each other would cost more than anyone waits for.
inline constexpr std::size_t path_work_max = 20'000'000;

class PathWalk {
 public:
  /// `document` is what `$` means in filters.
  explicit PathWalk(const Json& document) : document_(document) {}

  const Json& document() const { return document_; }
  bool exhausted() const { return work_left_ == 0; }
  /// Members are found by looking at one after the other.
  void spend_visit(const Json& node) { spend(1 + node.size() / 32); }
  void spend(std::size_t work) { work_left_ -= std::min(work_left_, work); }
  /// False when no more is to be copied.
  bool spend_copy(const Json& value);

  /// The nodes that the steps lead to, in document order. They live in the document or in this walk.
  std::vector<const Json*> collect(std::span<const PathStep> steps, const Json& node);

  /// The node that definite steps name, or null.
  const Json* follow(std::span<const PathStep> steps, const Json& node);

 private:
  using Matches = std::vector<const Json*>;

  void visit(std::span<const PathStep> steps, const Json& node, Matches& matches);
  void scan(std::span<const PathStep> steps, const Json& node, Matches& matches);
  void scan_filtered(std::span<const PathStep> steps, const Json& node, bool element, Matches& matches);
  void visit_all(std::span<const PathStep> steps, const Json& container, Matches& matches);
  void visit_accepted(const Filtered& step, std::span<const PathStep> rest, const Json& node, Matches& matches);
  const Json* pick(const Json& node, const std::vector<std::string>& names);

  const Json& document_;
  std::size_t work_left_ = path_work_max;
  std::vector<std::unique_ptr<const Json>> built_;  // the objects that ['a','b'] made
};

/// The member or element, or null. Negative indexes count from the end.
const Json* member(const Json& node, const std::string& name);
const Json* element(const Json& node, std::int64_t index);

}  // namespace stepstorm::asl
