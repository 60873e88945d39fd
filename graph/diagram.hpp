// The content of a machine's picture, without positions: nodes, edges and clusters with their texts, and, with a
// history, their outcomes. Both DOT and SVG are written from it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "asl/machine.hpp"
#include "graph/run_summary.hpp"

namespace stepstorm::graph {

enum class NodeKind { Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map, Start, End, Join };
enum class Icon { Function, Person, Service, Arrow, Fork, Clock, Check, Cross, Bars, Layers, None };
enum class Mark { Retry, Entered, Time, Caught, Failed };

struct Badge {
  Mark mark = Mark::Retry;
  std::string text;
};

struct Node {
  NodeKind kind = NodeKind::Task;
  Icon icon = Icon::None;
  std::vector<std::string> title;  // lines
  std::string subtitle;            // one line
  std::vector<Badge> badges;
  std::string tooltip;
  std::optional<Outcome> outcome;  // nullopt without a history
};

enum class EdgeKind {
  Plain,    // Next, or in and out of a Parallel or Map
  Choice,   // a rule
  Default,  // the Default of a Choice
  Catch,
};

struct Edge {
  std::size_t from = 0;  // into Diagram::nodes
  std::size_t to = 0;
  EdgeKind kind = EdgeKind::Plain;
  std::vector<std::string> label;  // lines
  std::string tooltip;
  std::optional<int> taken;  // number of times; nullopt without a history
};

/// A Parallel or Map with its content, or one branch.
struct Cluster {
  NodeKind kind = NodeKind::Parallel;
  bool is_branch = false;
  std::vector<std::size_t> nodes;
  std::vector<Cluster> clusters;
  std::optional<Outcome> outcome;
};

struct Diagram {
  std::string title;
  std::string comment;  // the definition's Comment
  std::vector<Node> nodes;
  std::vector<Edge> edges;
  Cluster root;  // content outside of any Parallel or Map
  std::optional<RunSummary> run;
};

[[nodiscard]] Diagram diagram_of(const asl::Machine& machine, std::string title, std::optional<RunSummary> run = {});

}  // namespace stepstorm::graph
