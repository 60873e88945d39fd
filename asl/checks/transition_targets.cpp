#include "asl/checks/transition_targets.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "asl/checks/definition_walk.hpp"

namespace stepstorm::asl {
namespace {

using Index = std::size_t;

/// The states of one scope and how they are linked.
struct ScopeGraph {
  std::unordered_map<std::string_view, Index> index_of;
  std::vector<std::string_view> names;
  std::vector<std::vector<Index>> targets;
  std::vector<bool> is_target;  // of some transition, or the start
  std::optional<Index> start;
  bool has_start_at = false;
  bool has_terminal_state = false;
};

bool is_terminal(const Json& state) {
  const auto type = text_member(state, "Type");
  const auto* end = member(state, "End");
  return type == "Succeed" || type == "Fail" || (end && *end == true);
}

ScopeGraph without_links(const Json& scope, const Place& place) {
  ScopeGraph graph;
  graph.index_of.reserve(scope.at("States").size());
  for_each_state(scope, place, [&](std::string_view name, const Json& state, const Place&) {
    graph.index_of.emplace(name, graph.names.size());
    graph.names.push_back(name);
    graph.has_terminal_state = graph.has_terminal_state || is_terminal(state);
  });
  graph.targets.resize(graph.names.size());
  graph.is_target.resize(graph.names.size());
  return graph;
}

std::vector<bool> reached_from_start(const ScopeGraph& graph) {
  std::vector<bool> reached(graph.names.size());
  std::vector<Index> open{*graph.start};
  while (!open.empty()) {
    const auto at = open.back();
    open.pop_back();
    if (reached[at]) continue;
    reached[at] = true;
    open.insert(open.end(), graph.targets[at].begin(), graph.targets[at].end());
  }
  return reached;
}

class GraphCheck {
 public:
  explicit GraphCheck(Report& report) : report_(report) {}

  /// Reports dangling targets and names at once; returns findings about unreachable states, to be reported after them.
  FindingList check_scope(const Json& scope, const Place& place, bool is_machine);

 private:
  void check_state(std::string_view name, const Json& state, const Place& place, ScopeGraph& graph);
  void check_names(std::string_view name, const Json& state, const Place& place);
  std::optional<Index> resolve(std::string_view target, const Place& place, ScopeGraph& graph);
  void resolve_start(const Json& scope, const Place& place, ScopeGraph& graph);

  void check_reachability(const ScopeGraph& graph, const Place& states, FindingList& found);
  void warn_of_unreachable_loops(const ScopeGraph& graph, const Place& states);

  Report& report_;
  std::unordered_set<std::string_view> state_names_;  // of the whole machine
  std::unordered_set<std::string_view> labels_;
};

FindingList GraphCheck::check_scope(const Json& scope, const Place& place, bool is_machine) {
  const auto* states = member(scope, "States");
  if (!states || !states->is_object()) return {};  // nothing to judge by
  auto graph = without_links(scope, place);
  resolve_start(scope, place, graph);
  FindingList inner;
  for_each_state(scope, place, [&](std::string_view name, const Json& state, const Place& state_place) {
    check_state(name, state, state_place, graph);
    for_each_inner_scope(state, state_place, [&](const Json& inner_scope, const Place& inner_place) {
      inner.append(check_scope(inner_scope, inner_place, false));
    });
  });

  FindingList found;
  if (is_machine && !graph.has_terminal_state && !graph.names.empty()) {
    found.add_unlocated(Severity::ERROR, code::missing_end_state, "Workflow has no terminal state");
  } else {
    check_reachability(graph, place.member("States"), found);
  }
  found.append(std::move(inner));
  return found;
}

void GraphCheck::check_state(std::string_view name, const Json& state, const Place& place, ScopeGraph& graph) {
  check_names(name, state, place);
  auto& targets = graph.targets[graph.index_of.at(name)];
  for_each_target(state, place, [&](std::string_view target, const Place& target_place) {
    if (const auto index = resolve(target, target_place, graph)) targets.push_back(*index);
  });
}

void GraphCheck::check_names(std::string_view name, const Json& state, const Place& place) {
  if (!state_names_.insert(name).second) {
    report_.errors.add(
        Severity::ERROR, code::duplicate_state_name, "Duplicate State name: " + std::string(name), place);
  }
  const auto label = text_member(state, "Label");
  if (label.empty() || labels_.insert(label).second) return;
  report_.errors.add(Severity::ERROR,
                     code::duplicate_label_name,
                     "Duplicate Label name: " + std::string(label),
                     place.member("Label"));
}

std::optional<Index> GraphCheck::resolve(std::string_view target, const Place& place, ScopeGraph& graph) {
  const auto found = graph.index_of.find(target);
  if (found == graph.index_of.end()) {
    report_.errors.add(
        Severity::ERROR, code::missing_transition_target, "Missing 'Next' target: " + std::string(target), place);
    return std::nullopt;
  }
  graph.is_target[found->second] = true;
  return found->second;
}

void GraphCheck::resolve_start(const Json& scope, const Place& place, ScopeGraph& graph) {
  const auto* start_at = member(scope, "StartAt");
  graph.has_start_at = start_at && start_at->is_string();
  if (graph.has_start_at) {
    graph.start = resolve(start_at->get_ref<const std::string&>(), place.member("StartAt"), graph);
  }
}

/// As in the service, a state is unreachable when no transition leads to it. Not checked without a StartAt.
void GraphCheck::check_reachability(const ScopeGraph& graph, const Place& states, FindingList& found) {
  if (!graph.has_start_at) return;
  bool all_are_targets = true;
  for (Index i = 0; i < graph.names.size(); ++i) {
    if (graph.is_target[i]) continue;
    all_are_targets = false;
    found.add(Severity::ERROR,
              code::missing_transition_target,
              "State \"" + std::string(graph.names[i]) + "\" is not reachable.",
              states.member(graph.names[i]));
  }
  if (all_are_targets && graph.start) warn_of_unreachable_loops(graph, states);
}

/// Finds states that lead only to each other, which the service accepts.
void GraphCheck::warn_of_unreachable_loops(const ScopeGraph& graph, const Place& states) {
  const auto reached = reached_from_start(graph);
  for (Index i = 0; i < graph.names.size(); ++i) {
    if (reached[i]) continue;
    report_.warnings.add(
        Severity::WARNING,
        code::unreachable_loop,
        "State \"" + std::string(graph.names[i]) + "\" is reachable only from states that are not reachable",
        states.member(graph.names[i]));
  }
}

}  // namespace

void check_graph(const Json& definition, Report& report) {
  report.errors.append(GraphCheck(report).check_scope(definition, Place(), true));
}

}  // namespace stepstorm::asl
