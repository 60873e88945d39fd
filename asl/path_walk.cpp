#include "asl/path_walk.hpp"

#include "asl/overload.hpp"
#include "asl/path_filter.hpp"

namespace stepstorm::asl {
namespace {

/// Calls `use` with every child of an object or array, in order.
template <class Use>
void for_each_child(const Json& container, const Use& use) {
  if (container.is_array()) {
    for (const auto& child : container.get_ref<const Json::array_t&>()) use(child);
  } else if (container.is_object()) {
    for (const auto& [name, child] : container.get_ref<const Json::object_t&>()) use(child);
  }
}

/// A scan for several names passes over objects that have only some of them.
bool has_all_names(const PathStep& step, const Json& node) {
  const auto* several = std::get_if<Names>(&step);
  return !several || std::all_of(several->names.begin(), several->names.end(), [&](const std::string& name) {
    return member(node, name) != nullptr;
  });
}

struct Range {
  std::int64_t first, end;
};

/// A negative bound counts from the end. Only an end behind a start that does not is, as in Jayway, before everything:
/// [1:-1] is empty.
Range range_of(const Slice& slice, std::int64_t length) {
  const auto from_end = [length](std::int64_t index) { return index < 0 ? length + index : index; };
  const bool start_counts_from_front = slice.from && *slice.from >= 0;
  const auto first = std::max<std::int64_t>(0, from_end(slice.from.value_or(0)));
  const auto end = slice.to.value_or(length);
  return {first, start_counts_from_front ? std::min(length, end) : std::min(length, from_end(end))};
}

}  // namespace

const Json* member(const Json& node, const std::string& name) {
  if (!node.is_object()) return nullptr;
  const auto found = node.find(name);
  return found == node.end() ? nullptr : &*found;
}

const Json* element(const Json& node, std::int64_t index) {
  if (!node.is_array()) return nullptr;
  const auto length = static_cast<std::int64_t>(node.size());
  if (index < 0) index += length;
  return index < 0 || index >= length ? nullptr : &node[static_cast<std::size_t>(index)];
}

std::vector<const Json*> PathWalk::collect(std::span<const PathStep> steps, const Json& node) {
  Matches matches;
  visit(steps, node, matches);
  return matches;
}

const Json* PathWalk::follow(std::span<const PathStep> steps, const Json& node) {
  const Json* at = &node;
  for (const auto& step : steps) {
    spend_visit(*at);
    if (const auto* name = std::get_if<Name>(&step)) {
      at = member(*at, name->name);
    } else if (const auto* index = std::get_if<Index>(&step)) {
      at = element(*at, index->index);
    } else {
      at = pick(*at, std::get<Names>(step).names);
    }
    if (!at) return nullptr;
  }
  return at;
}

void PathWalk::visit(std::span<const PathStep> steps, const Json& node, Matches& matches) {
  if (exhausted()) return;
  spend_visit(node);
  if (steps.empty()) {
    matches.push_back(&node);
    return;
  }
  const auto rest = steps.subspan(1);
  const auto go_on = [&](const Json* next) {
    if (next) visit(rest, *next, matches);
  };
  std::visit(Overload{
                 [&](const Name& one) { go_on(member(node, one.name)); },
                 [&](const Names& several) { go_on(pick(node, several.names)); },
                 [&](const Index& one) { go_on(element(node, one.index)); },
                 [&](const Indexes& several) {
                   for (const auto index : several.indexes) go_on(element(node, index));
                 },
                 [&](const Slice& slice) {
                   if (!node.is_array()) return;
                   const auto [first, end] = range_of(slice, static_cast<std::int64_t>(node.size()));
                   for (auto index = first; index < end && !exhausted(); ++index) go_on(element(node, index));
                 },
                 [&](const Wildcard&) { visit_all(rest, node, matches); },
                 [&](const DeepScan&) { scan(rest, node, matches); },
                 [&](const Filtered& step) { visit_accepted(step, rest, node, matches); },
             },
             steps.front());
}

void PathWalk::visit_all(std::span<const PathStep> steps, const Json& container, Matches& matches) {
  for_each_child(container, [&](const Json& child) { visit(steps, child, matches); });
}

/// A filter tests an object itself and the elements of an array.
void PathWalk::visit_accepted(const Filtered& step,
                              std::span<const PathStep> rest,
                              const Json& node,
                              Matches& matches) {
  const auto test = [&](const Json& candidate) {
    if (!exhausted() && step.filter->accepts(candidate, *this)) visit(rest, candidate, matches);
  };
  if (node.is_object()) test(node);
  if (node.is_array()) for_each_child(node, test);
}

void PathWalk::scan(std::span<const PathStep> steps, const Json& node, Matches& matches) {
  if (std::holds_alternative<Filtered>(steps.front())) return scan_filtered(steps, node, false, matches);
  if (!node.is_structured() || exhausted()) return;
  if (has_all_names(steps.front(), node)) visit(steps, node, matches);
  for_each_child(node, [&](const Json& child) { scan(steps, child, matches); });
}

/// Tests every object and every other element of an array once.
void PathWalk::scan_filtered(std::span<const PathStep> steps, const Json& node, bool element, Matches& matches) {
  if (exhausted()) return;
  spend_visit(node);
  const auto& filter = *std::get<Filtered>(steps.front()).filter;
  if ((node.is_object() || element) && filter.accepts(node, *this)) visit(steps.subspan(1), node, matches);
  for_each_child(node, [&](const Json& child) { scan_filtered(steps, child, node.is_array(), matches); });
}

bool PathWalk::spend_copy(const Json& value) {
  spend(1 + text_size_at_least(value, work_left_));
  return !exhausted();
}

const Json* PathWalk::pick(const Json& node, const std::vector<std::string>& names) {
  if (!node.is_object()) return nullptr;
  Json::object_t picked;
  picked.reserve(names.size());
  for (const auto& name : names) {
    const auto* value = member(node, name);
    if (value && spend_copy(*value)) picked.emplace(name, Json(*value));
  }
  return built_.emplace_back(std::make_unique<const Json>(std::move(picked))).get();
}

}  // namespace stepstorm::asl
