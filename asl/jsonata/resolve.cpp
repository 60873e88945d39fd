// Assigns slots to variables, and computes constants.
#include <algorithm>
#include <cmath>

#include "asl/jsonata/regex/regex.hpp"
#include "asl/jsonata/stop.hpp"
#include "asl/jsonata/syntax.hpp"

namespace stepstorm::jsonata {
namespace {

/// A frame that will exist around a node at run time.
struct Scope {
  const Scope* outer = nullptr;
  Node* owner = nullptr;  // a Block or Lambda; null: the whole expression, or a join's row
  bool is_row = false;
  std::vector<std::string> names;  // by slot
};

class Resolver {
 public:
  explicit Resolver(Program& program) : program_(program) {}

  void resolve_all() {
    Scope top;
    collect_names(*program_.root, top);
    program_.top_slots = static_cast<std::uint32_t>(top.names.size());
    visit(*program_.root, &top);
  }

 private:
  static void add_name(Scope& scope, const std::string& name) {
    if (std::find(scope.names.begin(), scope.names.end(), name) == scope.names.end()) scope.names.push_back(name);
  }

  // Collects the variables assigned in this scope, not those of inner scopes.
  static void collect_names(const Node& node, Scope& scope) {
    if (node.type == NodeType::Bind) add_name(scope, node.text);
    for (const Stage& stage : node.predicates)
      if (stage.predicate) collect_names(*stage.predicate, scope);
    for (const Stage& stage : node.stages)
      if (stage.predicate) collect_names(*stage.predicate, scope);
    if (node.group) collect_names(*node.group, scope);
    if (node.type == NodeType::Block || node.type == NodeType::Lambda) return;
    for (const Node* child : node.children) collect_names(*child, scope);
  }

  void visit(Node& node, const Scope* scope) {
    visit_by_type(node, scope);
    const Scope row{scope, nullptr, true, {}};
    node.in_tuples = node.in_tuples || node.tuple;
    for (Stage& stage : node.predicates) visit_stage(stage, node.in_tuples ? &row : scope);
    if (node.group && node.type != NodeType::Path) visit(*node.group, node.in_tuples ? &row : scope);
    fold(node);
  }

  void visit_stage(Stage& stage, const Scope* scope) {
    if (stage.predicate) visit(*stage.predicate, scope);
  }

  void visit_children(Node& node, const Scope* scope) {
    for (Node* child : node.children) visit(*child, scope);
  }

  void visit_by_type(Node& node, const Scope* scope) {
    switch (node.type) {
      case NodeType::Path: return path(node, scope);
      case NodeType::Name: node.hint = program_.hint_count++; return;
      case NodeType::Variable: return variable(node, scope);
      case NodeType::Parent: return row_candidates(node, node.ancestor, scope);
      case NodeType::Block: return block(node, scope);
      case NodeType::Lambda: return lambda(node, scope);
      case NodeType::Bind: bind(node, scope); return visit_children(node, scope);
      case NodeType::Transform: let_frames_escape(scope); return visit_children(node, scope);
      case NodeType::Regex: return regex(node);
      case NodeType::Call:
      case NodeType::Partial: return call(node, scope);
      default: return visit_children(node, scope);
    }
  }

  // ---- scopes ----

  void block(Node& node, const Scope* scope) {
    Scope inner{scope, &node, false, {}};
    for (const Node* child : node.children) collect_names(*child, inner);
    node.slot_count = static_cast<std::uint32_t>(inner.names.size());
    node.needs_frame = node.slot_count != 0;
    visit_children(node, node.needs_frame ? &inner : scope);
  }

  void lambda(Node& node, const Scope* scope) {
    let_frames_escape(scope);
    Scope inner{scope, &node, false, {}};
    for (const std::string& parameter : node.parameters) add_name(inner, parameter);
    collect_names(*node.children[0], inner);
    for (const std::string& parameter : node.parameters) {
      const auto slot = std::find(inner.names.begin(), inner.names.end(), parameter);
      node.parameter_slots.push_back(static_cast<std::uint32_t>(slot - inner.names.begin()));
    }
    node.slot_count = static_cast<std::uint32_t>(inner.names.size());
    node.needs_frame = true;
    visit_children(node, &inner);
  }

  static void let_frames_escape(const Scope* scope) {
    for (; scope; scope = scope->outer)
      if (scope->owner) scope->owner->frame_escapes = true;
  }

  // Steps from the first one that makes rows on are evaluated in a row's frame.
  void path(Node& node, const Scope* scope) {
    const Scope row{scope, nullptr, true, {}};
    bool joining = false;
    for (Node* step : node.children) {
      const bool sorts_rows = joining;
      joining = joining || step->tuple;
      const bool in_row = step->type == NodeType::Sort ? sorts_rows : joining;
      step->in_tuples = step->type == NodeType::Sort ? sorts_rows : step->tuple;
      visit(*step, in_row ? &row : scope);
      for (Stage& stage : step->stages) visit_stage(stage, joining ? &row : scope);
    }
    node.in_tuples = joining;
    if (node.group) visit(*node.group, joining ? &row : scope);
  }

  void call(Node& node, const Scope* scope) {
    const Node& callee = *node.children[0];
    if (callee.type == NodeType::Path && callee.children.front()->type == NodeType::Name) {
      node.meant = program_.make(NodeType::Variable, callee.position);
      node.meant->text = callee.children.front()->text;
      variable(*node.meant, scope);
    }
    visit_children(node, scope);
  }

  // ---- variables ----

  void bind(Node& node, const Scope* scope) {
    std::uint16_t out = 0;
    for (; scope->is_row; scope = scope->outer) ++out;
    const auto found = std::find(scope->names.begin(), scope->names.end(), node.text);
    node.candidates = {{out, false, static_cast<std::uint32_t>(found - scope->names.begin())}};
  }

  void variable(Node& node, const Scope* scope) {
    if (node.text.empty()) {
      node.type = NodeType::Context;
      return;
    }
    const auto label = std::find(program_.labels.begin(), program_.labels.end(), node.text);
    const auto label_id = static_cast<std::uint32_t>(label - program_.labels.begin());
    std::uint16_t out = 0;
    for (; scope; scope = scope->outer, ++out) {
      if (scope->is_row) {
        if (label != program_.labels.end()) node.candidates.push_back({out, true, label_id});
        continue;
      }
      const auto slot = std::find(scope->names.begin(), scope->names.end(), node.text);
      if (slot != scope->names.end())
        node.candidates.push_back({out, false, static_cast<std::uint32_t>(slot - scope->names.begin())});
    }
    node.global = global(node.text);
  }

  static void row_candidates(Node& node, std::uint32_t label, const Scope* scope) {
    for (std::uint16_t out = 0; scope; scope = scope->outer, ++out)
      if (scope->is_row) node.candidates.push_back({out, true, label});
  }

  std::uint32_t global(const std::string& name) {
    const auto found = std::find(program_.globals.begin(), program_.globals.end(), name);
    const auto index = static_cast<std::uint32_t>(found - program_.globals.begin());
    if (found == program_.globals.end()) program_.globals.push_back(name);
    return index;
  }

  // ---- constants ----

  static void regex(Node& node) {
    const RegexFlags flags{node.flags.find('i') != std::string::npos, node.flags.find('m') != std::string::npos};
    auto compiled = Regex::compile(node.text, flags);
    if (!compiled) {
      compiled.error().position = node.position;
      stop(std::move(compiled.error()));
    }
    node.regex = std::make_shared<const jsonata::Regex>(std::move(*compiled));
  }

  static bool is_constant(const Node& node) {
    return node.predicates.empty() && !node.group &&
           (node.type == NodeType::Text || node.type == NodeType::Number || node.type == NodeType::Constant);
  }

  void fold(Node& node) {
    if (node.type == NodeType::Binary) return fold_binary(node);
    if (node.type == NodeType::ArrayOf) return fold_array(node);
  }

  static void fold_binary(Node& node) {
    const Node& left = *node.children[0];
    const Node& right = *node.children[1];
    if (!is_constant(left) || !is_constant(right) || !left.literal.is(Kind::Number) || !right.literal.is(Kind::Number))
      return;
    const double a = left.literal.number;
    const double b = right.literal.number;
    double folded = 0;
    switch (node.op) {
      case Operator::Add: folded = a + b; break;
      case Operator::Subtract: folded = a - b; break;
      case Operator::Multiply: folded = a * b; break;
      case Operator::Divide: folded = a / b; break;
      default: return;
    }
    if (!std::isfinite(folded)) return;
    // A Constant, not a Number: a path must not contain a literal number as a step, but may contain a computed one.
    node.type = NodeType::Constant;
    node.literal = make_number(folded);
    node.children.clear();
  }

  void fold_array(Node& node) {
    const auto folds = [](const Node* item) { return is_constant(*item) && !item->keep_array; };
    if (node.constructed || !std::all_of(node.children.begin(), node.children.end(), folds)) return;
    std::vector<Value>& items = program_.constant_items.emplace_back();
    for (const Node* item : node.children) items.push_back(item->literal);
    Array& array = program_.constant_arrays.emplace_back();
    array.items = items.data();
    array.size = array.capacity = static_cast<std::uint32_t>(items.size());
    node.type = NodeType::Constant;
    node.literal = make_array(&array);
    node.children.clear();
  }

  Program& program_;
};

}  // namespace

void resolve(Program& program) { Resolver{program}.resolve_all(); }

}  // namespace stepstorm::jsonata
