#include "asl/paths/path_walk.hpp"

#include "asl/paths/java_object.hpp"
#include "asl/paths/path_filter.hpp"
#include "values/overload.hpp"

namespace stepstorm::asl {
namespace {

const Json& element(const Json& array, std::int64_t index) {
  const auto& elements = array.get_ref<const Json::array_t&>();
  const auto length = static_cast<std::int64_t>(elements.size());
  return index < 0 || index >= length ? null_node() : elements[static_cast<std::size_t>(index)];
}

std::int64_t length_of(const Json& array) { return static_cast<std::int64_t>(array.size()); }

bool has_all(const Json& node, const std::vector<std::string>& names) {
  return node.is_object() &&
         std::all_of(names.begin(), names.end(), [&](const std::string& name) { return member(node, name); });
}

/// Estimates the bytes of a value's text, faster than a copy.
std::size_t copy_cost(const Json& value) {
  constexpr std::size_t scalar = 8;  // about what a number takes
  std::size_t cost = scalar;
  if (value.is_string()) cost += value.get_ref<const std::string&>().size();
  if (value.is_array()) {
    for (const auto& child : value.get_ref<const Json::array_t&>()) cost += copy_cost(child);
  } else if (value.is_object()) {
    for (const auto& [name, child] : value.get_ref<const Json::object_t&>()) cost += name.size() + copy_cost(child);
  }
  return cost;
}

std::string in_brackets(std::string_view name) { return "['" + std::string(name) + "']"; }
std::string in_brackets(std::int64_t index) { return "[" + std::to_string(index) + "]"; }

/// Returns the index behind the last step that is not definite.
std::size_t first_of_definite_rest(std::span<const PathStep> steps) {
  auto from = steps.size();
  while (from > 0 && definite(steps[from - 1])) --from;
  return from;
}

}  // namespace

const Json* member(const Json& node, const std::string& name) {
  if (!node.is_object()) return nullptr;
  const auto found = node.find(name);
  return found == node.end() ? nullptr : &*found;
}

const Json& null_node() {
  static const Json null;
  return null;
}

Walked PathWalk::collect(Matches& matches) {
  matches_ = &matches;
  definite_from_ = first_of_definite_rest(steps_);
  return steps_.empty() ? arrive(document_) : visit(0, document_);
}

// ---- definite steps, without recursion

PathWalk::Followed PathWalk::follow(std::span<const PathStep> steps, const Json& node) {
  const Json* at = &node;
  for (const auto& step : steps) {
    spend_visit(*at);
    if (const auto* name = std::get_if<Name>(&step)) {
      at = member(*at, name->name);
      if (!at) return {nullptr, Walked::not_found};
    } else if (const auto* several = std::get_if<Names>(&step)) {
      if (!at->is_object()) return {nullptr, Walked::not_found};
      if (&step != &steps.back()) return {nullptr, Walked::broken};
      at = pick(*at, several->names);
    } else {
      if (at->is_null() && at != &document_) return {nullptr, Walked::not_found};
      if (!at->is_array()) return {nullptr, Walked::broken};
      const auto* index = std::get_if<Index>(&step);
      at = &element(*at, index ? index->index : length_of(*at) + std::get<FromLength>(step).offset);
    }
  }
  if (exhausted()) return {nullptr, Walked::broken};
  return {at, Walked::arrived};
}

// ---- failures

Walked PathWalk::broken(std::string_view reason) {
  if (failure_) *failure_ = {std::string(reason), {}, {}, false};
  return Walked::broken;
}

template <class Before, class After>
Walked PathWalk::not_found(const Before& before, const After& after) {
  if (failure_) *failure_ = {before(), {}, after(), true};
  return Walked::not_found;
}

std::string PathWalk::fragments_from(std::size_t at) const {
  std::string text;
  for (const auto& step : steps_.subspan(at)) text += normalized(step);
  return text;
}

Walked PathWalk::arrive(const Json& node) {
  spend(1);
  if (exhausted()) return broken("The path selects too much");
  matches_->push_back(&node);
  return Walked::arrived;
}

Walked PathWalk::go_on(std::size_t at, const Json& node) { return last(at) ? arrive(node) : visit(at + 1, node); }

/// Continues behind a step. A failure gets its place on the way back.
template <class Fragment>
Walked PathWalk::enter(std::size_t at, const Json& node, const Fragment& fragment) {
  const auto outcome = go_on(at, node);
  if (outcome != Walked::arrived && failure_) [[unlikely]]
    failure_->place.insert(0, in_brackets(fragment));
  return outcome;
}

// ---- one step

Walked PathWalk::visit(std::size_t at, const Json& node) {
  spend_visit(node);
  if (exhausted()) return broken("The path selects too much");
  if (const auto* name = std::get_if<Name>(&steps_[at])) return visit_name(at, name->name, node);
  return visit_other(at, node);
}

/// Separate from visit, which is faster without this code.
[[gnu::noinline]] Walked PathWalk::visit_other(std::size_t at, const Json& node) {
  const auto on_elements = [&](const auto& use) { return on_array(at, node, use); };
  return std::visit(
      Overload{
          [&](const Name& one) { return visit_name(at, one.name, node); },
          [&](const Names& several) { return visit_names(at, several.names, node); },
          [&](const Index& one) { return on_elements([&] { return visit_element(at, one.index, node); }); },
          [&](const FromLength& one) {
            return on_elements([&] { return visit_element(at, length_of(node) + one.offset, node); });
          },
          [&](const Indexes& several) {
            return on_elements([&] {
              auto outcome = Walked::arrived;
              for (const auto index : several.indexes) {
                outcome = visit_element(at, index, node);
                if (outcome != Walked::arrived) break;
              }
              return outcome;
            });
          },
          [&](const Slice& slice) { return on_elements([&] { return visit_slice(at, slice, node); }); },
          [&](const Wildcard&) { return visit_all(at, node); },
          [&](const DeepScan&) { return scan(at + 1, node); },
          [&](const Filtered& step) { return visit_accepted(at, step, node); },
      },
      steps_[at]);
}

/// Returns whether a missing name before the last step is skipped; otherwise the engine fails as at the last step.
bool PathWalk::passes_over_missing(std::size_t at) const {
  return !last(at) && (at == 0 ? at : at - 1) < definite_from_;
}

Walked PathWalk::visit_name(std::size_t at, const std::string& name, const Json& node) {
  if (const auto* value = member(node, name)) return enter(at, *value, name);
  if (!node.is_object()) {
    return not_found([&] { return "Property " + normalized(steps_[at]) + " not found in path "; },
                     [] { return std::string(); });
  }
  if (passes_over_missing(at)) return Walked::arrived;
  return not_found([&] { return last(at) ? "No results for path: " : "Missing property in path "; },
                   [&] { return in_brackets(name); });
}

Walked PathWalk::visit_names(std::size_t at, const std::vector<std::string>& names, const Json& node) {
  if (!node.is_object()) {
    return not_found([&] { return "Property " + normalized(steps_[at]) + " not found in path "; },
                     [] { return std::string(); });
  }
  if (!last(at)) return broken("Multi properties can only be used as path leafs: " + normalized(steps_[at]));
  return arrive(*pick(node, names));
}

template <class Use>
Walked PathWalk::on_array(std::size_t at, const Json& node, const Use& use) {
  if (node.is_array()) return use();
  if (node.is_null() && &node != &document_) {
    return not_found([] { return "The path "; }, [] { return " is null"; });
  }
  if (!failure_) return Walked::broken;
  return broken("Filter: " + fragments_from(at) +
                " can only be applied to arrays. Current context is: " + unwrapped_text(node));
}

Walked PathWalk::visit_element(std::size_t at, std::int64_t index, const Json& array) {
  return enter(at, element(array, index), index);
}

Walked PathWalk::visit_range(std::size_t at, std::int64_t first, std::int64_t end, const Json& array) {
  for (auto index = first; index < end; ++index) {
    const auto outcome = visit_element(at, index, array);
    if (outcome != Walked::arrived) return outcome;
  }
  return Walked::arrived;
}

/// A slice with one bound counts a negative bound from the end of the array. A slice with two bounds uses them as they
/// are; an index before the array selects null.
Walked PathWalk::visit_slice(std::size_t at, const Slice& slice, const Json& array) {
  const auto length = length_of(array);
  const auto from_end = [length](std::int64_t index) { return index < 0 ? length + index : index; };
  if (length == 0) return Walked::arrived;
  if (!slice.to) return visit_range(at, std::max<std::int64_t>(0, from_end(*slice.from)), length, array);
  if (!slice.from) return visit_range(at, 0, std::min(length, from_end(*slice.to)), array);
  return visit_range(at, *slice.from, std::min(length, *slice.to), array);
}

/// Skips elements of an array without a match, but not members of an object.
Walked PathWalk::visit_all(std::size_t at, const Json& container) {
  if (container.is_object()) {
    for (const auto& [name, child] : container.get_ref<const Json::object_t&>()) {
      const auto outcome = enter(at, child, name);
      if (outcome != Walked::arrived) return outcome;
    }
  }
  if (!container.is_array()) return Walked::arrived;
  std::int64_t index = 0;
  for (const auto& child : container.get_ref<const Json::array_t&>()) {
    if (enter(at, child, index++) == Walked::broken) return Walked::broken;
  }
  return Walked::arrived;
}

/// A filter tests an object itself and the elements of an array.
Walked PathWalk::visit_accepted(std::size_t at, const Filtered& step, const Json& node) {
  using Verdict = PathFilter::Verdict;
  const auto test = [&](const Json& candidate) {
    if (step.filter) return step.filter->test(candidate, *this);
    broken("No filter was given for " + normalized(steps_[at]));
    return Verdict::broken;
  };
  if (node.is_object()) {
    const auto verdict = test(node);
    if (verdict == Verdict::broken) return Walked::broken;
    return verdict == Verdict::accepted ? go_on(at, node) : Walked::arrived;
  }
  if (!node.is_array()) {
    if (!failure_) return Walked::broken;
    return broken("Filter: " + fragments_from(at) +
                  " can not be applied to primitives. Current context is: " + unwrapped_text(node));
  }
  std::int64_t index = -1;
  for (const auto& child : node.get_ref<const Json::array_t&>()) {
    ++index;
    const auto verdict = test(child);
    if (verdict == Verdict::broken) return Walked::broken;
    if (verdict == Verdict::rejected) continue;
    const auto outcome = enter(at, child, index);
    if (outcome != Walked::arrived) return outcome;
  }
  return Walked::arrived;
}

// ---- deep scans

template <class Use>
Walked PathWalk::for_each_child(const Json& container, const Use& use) {
  const auto go_on = [&](const Json& child, const auto& fragment) {
    const auto outcome = use(child);
    if (outcome != Walked::arrived && failure_) failure_->place.insert(0, in_brackets(fragment));
    return outcome;
  };
  auto outcome = Walked::arrived;
  if (container.is_object()) {
    for (const auto& [name, child] : container.get_ref<const Json::object_t&>()) {
      if ((outcome = go_on(child, name)) != Walked::arrived) break;
    }
  } else {
    std::int64_t index = 0;
    for (const auto& child : container.get_ref<const Json::array_t&>()) {
      if ((outcome = go_on(child, index++)) != Walked::arrived) break;
    }
  }
  return outcome;
}

/// Applies the step at `at`, which is behind the dots, here and at every depth below.
Walked PathWalk::scan(std::size_t at, const Json& node) {
  if (!node.is_structured()) return Walked::arrived;
  spend_visit(node);
  if (exhausted()) return broken("The path selects too much");
  const auto outcome = scan_here(at, node);
  if (outcome != Walked::arrived) return outcome;
  return for_each_child(node, [&](const Json& child) { return scan(at, child); });
}

/// As in the engine, an array skips the step and passes its elements to the next step.
Walked PathWalk::scan_here(std::size_t at, const Json& node) {
  using Verdict = PathFilter::Verdict;
  if (const auto* name = std::get_if<Name>(&steps_[at])) {
    const auto* value = member(node, name->name);
    return value ? enter(at, *value, name->name) : Walked::arrived;
  }
  const auto verdict = [](bool applies) { return applies ? Verdict::accepted : Verdict::rejected; };
  const auto applies = std::visit(Overload{
                                      [&](const Name& one) { return verdict(member(node, one.name) != nullptr); },
                                      [&](const Names& several) { return verdict(has_all(node, several.names)); },
                                      [&](const Index&) { return verdict(node.is_array()); },
                                      [&](const FromLength&) { return verdict(node.is_array()); },
                                      [&](const Indexes&) { return verdict(node.is_array()); },
                                      [&](const Slice&) { return verdict(node.is_array()); },
                                      [&](const Wildcard&) { return Verdict::accepted; },
                                      [&](const DeepScan&) { return Verdict::rejected; },
                                      [&](const Filtered& step) {
                                        if (step.filter) return step.filter->test(node, *this);
                                        broken("No filter was given for " + normalized(steps_[at]));
                                        return Verdict::broken;
                                      },
                                  },
                                  steps_[at]);
  if (applies == Verdict::broken) return Walked::broken;
  if (applies == Verdict::rejected) return Walked::arrived;
  if (node.is_object() || last(at)) return visit(at, node);
  return for_each_child(node, [&](const Json& child) { return visit(at + 1, child); });
}

// ---- objects that are built

bool PathWalk::spend_copy(const Json& value) {
  spend(copy_cost(value));
  return !exhausted();
}

const Json* PathWalk::pick(const Json& node, const std::vector<std::string>& names) {
  Json::object_t picked;
  picked.reserve(names.size());
  for (const auto& name : names) {
    const auto* value = member(node, name);
    if (value && spend_copy(*value)) picked.emplace(name, Json(*value));
  }
  return built_.emplace_back(std::make_unique<const Json>(std::move(picked))).get();
}

}  // namespace stepstorm::asl
