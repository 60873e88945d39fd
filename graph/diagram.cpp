#include "graph/diagram.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "asl/checks/definition_walk.hpp"
#include "graph/node_box.hpp"
#include "graph/state_node.hpp"
#include "graph/transitions.hpp"
#include "values/words.hpp"

namespace stepstorm::graph {
namespace {

constexpr double label_width_max = 150;
constexpr std::size_t lines_per_reason = 3;
constexpr std::size_t reasons_shown = 3;

using StateDefinitions = std::unordered_map<std::string_view, const Json*>;

/// Of every scope: names are unique in the whole machine.
void collect_states(const Json& scope, StateDefinitions& found) {
  asl::for_each_state(scope, {}, [&](std::string_view name, const Json& state, const asl::Place& place) {
    found.emplace(name, &state);
    asl::for_each_inner_scope(
        state, place, [&](const Json& inner, const asl::Place&) { collect_states(inner, found); });
  });
}

/// The scopes directly inside a state.
std::vector<asl::ScopeIndex> scopes_in(const asl::State& state) {
  if (const auto* parallel = std::get_if<asl::ParallelState>(&state.detail)) return parallel->branches;
  if (const auto* map = std::get_if<asl::MapState>(&state.detail)) return {map->processor};
  return {};
}

/// Whether its scope ends with this state and succeeds.
bool ends_scope(const asl::State& state) {
  return !state.next && !std::holds_alternative<asl::ChoiceState>(state.detail) &&
         !std::holds_alternative<asl::FailState>(state.detail);
}

std::vector<std::string> label_of(const std::vector<std::string>& reasons) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < std::min(reasons.size(), reasons_shown); ++i) {
    auto wrapped = wrap(reasons[i], label_style, label_width_max, lines_per_reason);
    std::move(wrapped.begin(), wrapped.end(), std::back_inserter(lines));
  }
  if (reasons.size() > reasons_shown)
    lines.push_back("and " + std::to_string(reasons.size() - reasons_shown) + " more");
  return lines;
}

std::string on_lines(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : "\n") + text;
  return all;
}

class Builder {
 public:
  Builder(const asl::Machine& machine, Diagram& diagram) : machine_(machine), diagram_(diagram) {}
  void build();

 private:
  struct Ends {  // of a state: the nodes at which edges come in and go out
    std::size_t in = 0;
    std::size_t out = 0;
  };

  std::size_t add_node(Node node, Cluster& cluster);
  void add_scope(asl::ScopeIndex scope, Cluster& cluster);
  void add_state(const asl::State& state, Cluster& cluster);

  void add_start();
  void add_end();
  void add_departures(const asl::State& state);
  void add_ways_inside(const asl::State& state);
  void add_ending(const asl::State& state);

  const Json& definition_of(const asl::State& state) const { return *definitions_.at(state.name); }
  const StateSummary* summary_of(const asl::State& state) const;
  std::optional<int> times_taken(const Transition& transition) const;
  std::optional<int> times_ended(const asl::State& state) const;

  const asl::Machine& machine_;
  Diagram& diagram_;
  StateDefinitions definitions_;
  std::vector<Ends> ends_;
  std::optional<std::size_t> end_;  // the machine's
};

void Builder::build() {
  const auto definition = parse_json(machine_.definition);
  assert(definition);  // the machine was compiled from it
  collect_states(*definition, definitions_);
  if (const auto comment = definition->find("Comment"); comment != definition->end() && comment->is_string()) {
    diagram_.comment = comment->get<std::string>();
  }
  ends_.resize(machine_.states.size());
  add_start();
  add_scope(asl::machine_scope, diagram_.root);
  add_end();
  for (const auto& state : machine_.states) {
    add_ways_inside(state);
    add_departures(state);
    if (ends_scope(state)) add_ending(state);
  }
}

// ---- nodes and clusters

std::size_t Builder::add_node(Node node, Cluster& cluster) {
  diagram_.nodes.push_back(std::move(node));
  cluster.nodes.push_back(diagram_.nodes.size() - 1);
  return diagram_.nodes.size() - 1;
}

void Builder::add_scope(asl::ScopeIndex scope, Cluster& cluster) {
  for (const auto& state : machine_.states) {
    if (state.scope == scope) add_state(state, cluster);
  }
}

void Builder::add_state(const asl::State& state, Cluster& cluster) {
  Node node = state_node(state, definition_of(state), summary_of(state));
  if (scopes_in(state).empty()) {
    const auto added = add_node(std::move(node), cluster);
    ends_[state.index] = {added, added};
    return;
  }
  Cluster inside{.kind = node.kind, .outcome = node.outcome};
  ends_[state.index].in = add_node(std::move(node), inside);
  for (const auto scope : scopes_in(state)) {
    Cluster branch{.kind = inside.kind, .is_branch = true, .outcome = inside.outcome};
    add_scope(scope, branch);
    inside.clusters.push_back(std::move(branch));
  }
  ends_[state.index].out = add_node({.kind = NodeKind::Join, .outcome = inside.outcome}, inside);
  cluster.clusters.push_back(std::move(inside));
}

// ---- edges

void Builder::add_start() {
  Node start{.kind = NodeKind::Start, .title = {"Start"}};
  if (diagram_.run) start.outcome = Outcome::Succeeded;
  add_node(std::move(start), diagram_.root);
}

void Builder::add_end() {
  const auto ends_machine = [](const asl::State& state) {
    return state.scope == asl::machine_scope && ends_scope(state);
  };
  if (std::none_of(machine_.states.begin(), machine_.states.end(), ends_machine)) return;
  Node end{.kind = NodeKind::End, .title = {"End"}};
  if (const auto& run = diagram_.run) {
    const bool reached = run->executions > 1 ? run->succeeded > 0 : run->status == "SUCCEEDED";
    end.outcome = reached ? Outcome::Succeeded : Outcome::NotReached;
  }
  end_ = add_node(std::move(end), diagram_.root);
}

void Builder::add_departures(const asl::State& state) {
  for (const auto& departure : departures_of(state, definition_of(state))) {
    Edge edge{.from = ends_[state.index].out, .to = ends_[departure.to].in, .kind = departure.kind};
    edge.label = label_of(departure.reasons);
    edge.tooltip = on_lines(departure.reasons);
    edge.taken = times_taken({state.index, departure.to, departure.kind == EdgeKind::Catch});
    if (edge.taken.value_or(0) > 1) edge.label.push_back(grouped(static_cast<std::uint64_t>(*edge.taken)) + "×");
    diagram_.edges.push_back(std::move(edge));
  }
}

/// From the machine's start, or from a Parallel or Map, to the state that is first inside.
void Builder::add_ways_inside(const asl::State& state) {
  if (state.index == machine_.scope(asl::machine_scope).start_at) {
    const auto taken = diagram_.run ? std::optional<int>(summary_of(state)->entered > 0) : std::nullopt;
    diagram_.edges.push_back({.from = 0, .to = ends_[state.index].in, .taken = taken});
  }
  for (const auto scope : scopes_in(state)) {
    const auto first = machine_.scope(scope).start_at;
    diagram_.edges.push_back(
        {.from = ends_[state.index].in, .to = ends_[first].in, .taken = times_taken({state.index, first, false})});
  }
}

void Builder::add_ending(const asl::State& state) {
  const auto owner = machine_.scope(state.scope).owner;
  const std::size_t to = owner ? ends_[*owner].out : *end_;
  diagram_.edges.push_back({.from = ends_[state.index].out, .to = to, .taken = times_ended(state)});
}

// ---- what happened

const StateSummary* Builder::summary_of(const asl::State& state) const {
  return diagram_.run ? &diagram_.run->states[state.index] : nullptr;
}

std::optional<int> Builder::times_taken(const Transition& transition) const {
  if (!diagram_.run) return std::nullopt;
  const auto found = diagram_.run->transitions.find(transition);
  return found == diagram_.run->transitions.end() ? 0 : found->second;
}

std::optional<int> Builder::times_ended(const asl::State& state) const {
  if (!diagram_.run) return std::nullopt;
  return summary_of(state)->succeeded;
}

}  // namespace

Diagram diagram_of(const asl::Machine& machine, std::string title, std::optional<RunSummary> run) {
  Diagram diagram{.title = std::move(title), .run = std::move(run)};
  Builder(machine, diagram).build();
  return diagram;
}

}  // namespace stepstorm::graph
