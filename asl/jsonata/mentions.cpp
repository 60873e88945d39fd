#include "asl/jsonata/mentions.hpp"

#include <algorithm>

#include "asl/jsonata/syntax.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr std::string_view states = "states";

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

class Reader {
 public:
  Mentions read(const Program& program) {
    visit(*program.root, Level::Top);
    return std::move(found_);
  }

 private:
  /// Top: $ and names refer to the expression's input.
  enum class Level { Top, Inner };

  void visit(const Node& node, Level level) {
    visit_itself(node, level);
    for (const Stage& stage : node.predicates) visit_stage(stage);
    for (const Stage& stage : node.stages) visit_stage(stage);
    if (node.group) visit(*node.group, Level::Inner);
  }

  void visit_itself(const Node& node, Level level) {
    switch (node.type) {
      case NodeType::Path: return path(node, level);
      case NodeType::Variable: return variable(node);
      case NodeType::Context: return of_input("$", level);
      case NodeType::Name: return of_input(node.text, level);
      case NodeType::Sort:
      case NodeType::Transform: level = Level::Inner; break;
      default: break;
    }
    for (const Node* child : node.children) visit(*child, level);
  }

  void visit_stage(const Stage& stage) {
    if (stage.predicate) visit(*stage.predicate, Level::Inner);
  }

  void path(const Node& node, Level level) {
    const std::vector<Node*>& steps = node.children;
    const bool names_field = steps.size() > 1 && is_states(*steps[0]) && steps[1]->type == NodeType::Name;
    if (names_field) add_once(found_.states_fields, steps[1]->text);
    for (std::size_t at = 0; at != steps.size(); ++at) {
      if (names_field && at == 0)
        for (const Stage& stage : steps[0]->stages) visit_stage(stage);
      else
        visit(*steps[at], at == 0 ? level : Level::Inner);
    }
  }

  static bool is_states(const Node& node) { return node.type == NodeType::Variable && node.text == states; }

  void variable(const Node& node) {
    found_.root = found_.root || node.text == "$";
    found_.whole_states = found_.whole_states || node.text == states;
    const bool bound_inside = !node.candidates.empty();
    if (node.text != "$" && node.text != states && !bound_inside) add_once(found_.variables, node.text);
  }

  void of_input(const std::string& name, Level level) {
    if (level == Level::Top) add_once(found_.of_input, name);
  }

  Mentions found_;
};

}  // namespace

Mentions mentions_of(const Expression& expression) { return Reader{}.read(expression.program()); }

}  // namespace stepstorm::jsonata
