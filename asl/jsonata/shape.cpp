// Turns chains of operators into paths, and finds the step whose context each % means.
#include <algorithm>

#include "asl/jsonata/stop.hpp"
#include "asl/jsonata/syntax.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr int shape_depth_max = 1000;

/// The step that a % refers to: `level` steps above it. Ancestors that turn out to be the same step share one label.
struct Ancestor {
  std::uint32_t label;
  int level = 1;
};

class Shaper {
 public:
  explicit Shaper(Program& program) : program_(program) {}

  Node* shape_all(Node* parsed) {
    Node* const whole = shape(parsed);
    if (whole->type == NodeType::Parent || !whole->seeking.empty())
      stop_at(whole->position, "S0217", type_name(whole->type));
    give_labels();
    return whole;
  }

 private:
  Node* shape(Node* node) {
    if (++nesting_ > shape_depth_max) stop_too_deep(*node);
    Node* const shaped = shape_by_type(node);
    if (node->keep_array) shaped->keep_array = true;
    --nesting_;
    return shaped;
  }

  // Not inlined: their temporaries would take stack space at every level of recursion.
  [[noreturn, gnu::noinline]] static void stop_too_deep(const Node& node) {
    stop_at(node.position, "U1001", {}, "The expression is nested too deep");
  }
  [[noreturn, gnu::noinline]] static void stop_at_end(const Node& node) { stop_at(node.position, "S0207", node.text); }

  Node* shape_by_type(Node* node) {
    switch (node->type) {
      case NodeType::Dot: return dot(node);
      case NodeType::Filter: return filter(node);
      case NodeType::GroupBy: return group_by(node);
      case NodeType::OrderBy: return order_by(node);
      case NodeType::Focus: return focus(node);
      case NodeType::Index: return index(node);
      case NodeType::Word: node->type = NodeType::Name; return path_of(node);
      case NodeType::Name: return path_of(node);
      case NodeType::Parent:
        node->ancestor = static_cast<std::uint32_t>(ancestors_.size());
        ancestors_.push_back({node->ancestor, 1});
        return node;
      case NodeType::Negate: return negate(node);
      case NodeType::Block: return block(node);
      case NodeType::Lambda:
        node->children[0] = shape(node->children[0]);
        mark_tail(node->children[0]);
        return node;
      case NodeType::Apply:
        shape_children(node, false);
        node->keep_array = node->children[0]->keep_array || node->children[1]->keep_array;
        return node;
      case NodeType::Transform: shape_children(node, false); return node;
      case NodeType::Call:
      case NodeType::Partial:
        shape_children(node, true, 1);
        node->children[0] = shape(node->children[0]);
        return node;
      case NodeType::Binary:
      case NodeType::ArrayOf:
      case NodeType::ObjectOf:
      case NodeType::Condition:
      case NodeType::Coalesce:
      case NodeType::Default:
      case NodeType::Bind: shape_children(node, true); return node;
      case NodeType::Text:
      case NodeType::Number:
      case NodeType::Constant:
      case NodeType::Wildcard:
      case NodeType::Descendants:
      case NodeType::Variable:
      case NodeType::Regex:
      case NodeType::Placeholder: return node;
      case NodeType::End: stop_at_end(*node);
      case NodeType::Context:
      case NodeType::Path:
      case NodeType::Sort: break;
    }
    return node;
  }

  void shape_children(Node* node, bool may_seek, std::size_t from = 0) {
    for (std::size_t at = from; at < node->children.size(); ++at) {
      node->children[at] = shape(node->children[at]);
      if (may_seek) pass_on(*node, *node->children[at]);
    }
  }

  Node* negate(Node* node) {
    Node* const operand = shape(node->children[0]);
    if (operand->type == NodeType::Number) {
      operand->literal.number = -operand->literal.number;
      return operand;
    }
    node->children[0] = operand;
    pass_on(*node, *operand);
    return node;
  }

  Node* block(Node* node) {
    shape_children(node, true);
    for (const Node* part : node->children)
      if (part->constructed || (part->type == NodeType::Path && part->children[0]->constructed))
        node->constructed = true;
    return node;
  }

  // ---- paths ----

  Node* path_of(Node* step) {
    Node* const path = program_.make(NodeType::Path, step->position);
    path->children = {step};
    path->keep_singleton = step->type == NodeType::Name && step->keep_array;
    return path;
  }

  Node* dot(Node* node) {
    Node* const left = shape(node->children[0]);
    Node* path = left;
    if (left->type != NodeType::Path) {
      path = program_.make(NodeType::Path, node->position);
      path->children = {left};
    }
    if (left->type == NodeType::Parent) path->seeking = {left->ancestor};
    append_step(*path, shape(node->children[1]));
    for (Node* step : path->children) {
      if (step->type == NodeType::Number || step->type == NodeType::Constant)
        stop_at(step->position, "S0213", {}, step->text);
      if (step->type == NodeType::Text) step->type = NodeType::Name;
      if (step->keep_array) path->keep_singleton = true;
    }
    for (Node* step : {path->children.front(), path->children.back()})
      if (step->type == NodeType::ArrayOf) step->constructed = true;
    find_parents(*path);
    return path;
  }

  static void append_step(Node& path, Node* step) {
    if (step->type == NodeType::Path) {
      path.children.insert(path.children.end(), step->children.begin(), step->children.end());
      return;
    }
    step->stages = std::move(step->predicates);
    step->predicates.clear();
    path.children.push_back(step);
  }

  static Node* last_step(Node* node) { return node->type == NodeType::Path ? node->children.back() : node; }

  Node* filter(Node* node) {
    Node* const result = shape(node->children[0]);
    Node* const step = last_step(result);
    if (step->group) stop_at(node->position, "S0209");
    Node* const predicate = shape(node->children[1]);
    for (const std::uint32_t ancestor : predicate->seeking) {
      if (ancestors_[ancestor].level == 1)
        seek(*step, ancestor);
      else
        --ancestors_[ancestor].level;
    }
    if (!predicate->seeking.empty()) pass_on(*step, *predicate);
    (result->type == NodeType::Path ? step->stages : step->predicates).push_back({predicate, 0});
    return result;
  }

  Node* group_by(Node* node) {
    Node* const result = shape(node->children[0]);
    if (result->group) stop_at(node->position, "S0210");
    Node* const group = node->children[1];
    shape_children(group, false);
    group->position = node->position;
    result->group = group;
    return result;
  }

  Node* order_by(Node* node) {
    Node* path = shape(node->children[0]);
    if (path->type != NodeType::Path) {
      Node* const only = path;
      path = program_.make(NodeType::Path, node->position);
      path->children = {only};
    }
    Node* const sort = program_.make(NodeType::Sort, node->position);
    sort->descending = node->descending;
    sort->children.assign(node->children.begin() + 1, node->children.end());
    shape_children(sort, true);
    path->children.push_back(sort);
    find_parents(*path);
    return path;
  }

  Node* focus(Node* node) {
    Node* const result = shape(node->children[0]);
    Node* const step = last_step(result);
    if (!step->stages.empty() || !step->predicates.empty()) stop_at(node->position, "S0215");
    if (step->type == NodeType::Sort) stop_at(node->position, "S0216");
    if (node->keep_array) step->keep_array = true;
    step->focus = label(node->text);
    step->tuple = true;
    return result;
  }

  Node* index(Node* node) {
    Node* result = shape(node->children[0]);
    Node* const step = last_step(result);
    if (result->type != NodeType::Path) {
      result = program_.make(NodeType::Path, node->position);
      result->children = {step};
      step->stages = std::move(step->predicates);
      step->predicates.clear();
    }
    if (step->stages.empty())
      step->index = label(node->text);
    else
      step->stages.push_back({nullptr, label(node->text)});
    step->tuple = true;
    return result;
  }

  std::uint32_t label(const std::string& name) {
    const auto found = std::find(program_.labels.begin(), program_.labels.end(), name);
    if (found == program_.labels.end()) program_.labels.push_back(name);
    return static_cast<std::uint32_t>(std::find(program_.labels.begin(), program_.labels.end(), name) -
                                      program_.labels.begin());
  }

  // ---- parents ----

  /// Adds the part's unresolved parents to those of the whole.
  static void pass_on(Node& whole, const Node& part) {
    const std::vector<std::uint32_t> sought = part.seeking;
    whole.seeking.insert(whole.seeking.end(), sought.begin(), sought.end());
    if (part.type == NodeType::Parent) whole.seeking.push_back(part.ancestor);
  }

  void find_parents(Node& path) {
    const Node& last = *path.children.back();
    std::vector<std::uint32_t> sought = last.seeking;
    if (last.type == NodeType::Parent) sought.push_back(last.ancestor);
    for (const std::uint32_t ancestor : sought) {
      std::size_t steps_left = path.children.size() - 1;
      while (ancestors_[ancestor].level > 0) {
        if (steps_left == 0) {
          path.seeking.push_back(ancestor);
          break;
        }
        Node* step = path.children[--steps_left];
        // Consecutive steps that bind their focus share one context.
        while (steps_left > 0 && step->focus != Node::none && path.children[steps_left - 1]->focus != Node::none)
          step = path.children[--steps_left];
        seek(*step, ancestor);
      }
    }
  }

  void seek(Node& node, std::uint32_t ancestor) {
    switch (node.type) {
      case NodeType::Name:
      case NodeType::Wildcard:
        if (--ancestors_[ancestor].level == 0) {
          if (node.ancestor != Node::none) ancestors_[ancestor].label = ancestors_[node.ancestor].label;
          node.ancestor = ancestor;
          node.tuple = true;
        }
        return;
      case NodeType::Parent: ++ancestors_[ancestor].level; return;
      case NodeType::Block:
        if (node.children.empty()) return;
        node.tuple = true;
        return seek(*node.children.back(), ancestor);
      case NodeType::Path: {
        node.tuple = true;
        std::size_t steps_left = node.children.size();
        do {
          seek(*node.children[--steps_left], ancestor);
        } while (ancestors_[ancestor].level > 0 && steps_left > 0);
        return;
      }
      default: stop_at(node.position, "S0217", type_name(node.type));
    }
  }

  /// Turns the numbers of ancestors into label ids, after those of named variables.
  void give_labels() {
    const auto named = static_cast<std::uint32_t>(program_.labels.size());
    for (Node& node : program_.nodes)
      if (node.ancestor != Node::none) node.ancestor = named + ancestors_[node.ancestor].label;
    program_.label_count = named + static_cast<std::uint32_t>(ancestors_.size());
  }

  // ---- tail calls ----

  static void mark_tail(Node* node) {
    if (!node->predicates.empty() || node->group || node->keep_array) return;
    switch (node->type) {
      case NodeType::Call: node->tail = true; return;
      case NodeType::Condition:
        for (std::size_t at = 1; at != node->children.size(); ++at) mark_tail(node->children[at]);
        return;
      case NodeType::Coalesce:
      case NodeType::Default: return mark_tail(node->children[1]);
      case NodeType::Block:
        if (!node->children.empty()) mark_tail(node->children.back());
        return;
      default: return;
    }
  }

  Program& program_;
  std::vector<Ancestor> ancestors_;
  int nesting_ = 0;
};

}  // namespace

std::string_view type_name(NodeType type) {
  switch (type) {
    case NodeType::Path: return "path";
    case NodeType::Name: return "name";
    case NodeType::Text: return "string";
    case NodeType::Number: return "number";
    case NodeType::Constant: return "value";
    case NodeType::Wildcard: return "wildcard";
    case NodeType::Descendants: return "descendant";
    case NodeType::Parent: return "parent";
    case NodeType::Variable:
    case NodeType::Context: return "variable";
    case NodeType::Negate:
    case NodeType::ArrayOf:
    case NodeType::ObjectOf: return "unary";
    case NodeType::Condition:
    case NodeType::Coalesce:
    case NodeType::Default: return "condition";
    case NodeType::Block: return "block";
    case NodeType::Bind: return "bind";
    case NodeType::Regex: return "regex";
    case NodeType::Call: return "function";
    case NodeType::Partial: return "partial";
    case NodeType::Placeholder:
    case NodeType::Word: return "operator";
    case NodeType::Lambda: return "lambda";
    case NodeType::Apply: return "apply";
    case NodeType::Transform: return "transform";
    case NodeType::Sort: return "sort";
    case NodeType::End: return "(end)";
    case NodeType::Binary:
    case NodeType::Dot:
    case NodeType::Filter:
    case NodeType::GroupBy:
    case NodeType::OrderBy:
    case NodeType::Focus:
    case NodeType::Index: return "binary";
  }
  return "";
}

Node* shape(Program& program, Node* parsed) { return Shaper{program}.shape_all(parsed); }

}  // namespace stepstorm::jsonata
