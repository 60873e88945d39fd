// Operators by binding power, as JSONata's documentation lists their precedence.
#include <algorithm>
#include <array>

#include "asl/jsonata/lexer.hpp"
#include "asl/jsonata/stop.hpp"
#include "asl/jsonata/syntax.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr int nesting_max = 500;  // each level takes about six nested calls

struct Infix {
  std::string_view text;
  int binds;
  NodeType type;
  Operator op{};
};

constexpr auto infixes = std::to_array<Infix>({
    {".", 75, NodeType::Dot},
    {"[", 80, NodeType::Filter},
    {"{", 70, NodeType::GroupBy},
    {"(", 80, NodeType::Call},
    {"@", 80, NodeType::Focus},
    {"#", 80, NodeType::Index},
    {"?", 20, NodeType::Condition},
    {"??", 40, NodeType::Coalesce},
    {"?:", 40, NodeType::Default},
    {":=", 10, NodeType::Bind},
    {"~>", 40, NodeType::Apply},
    {"^", 40, NodeType::OrderBy},
    {"+", 50, NodeType::Binary, Operator::Add},
    {"-", 50, NodeType::Binary, Operator::Subtract},
    {"*", 60, NodeType::Binary, Operator::Multiply},
    {"/", 60, NodeType::Binary, Operator::Divide},
    {"%", 60, NodeType::Binary, Operator::Remainder},
    {"=", 40, NodeType::Binary, Operator::Equal},
    {"!=", 40, NodeType::Binary, Operator::NotEqual},
    {"<", 40, NodeType::Binary, Operator::Less},
    {"<=", 40, NodeType::Binary, Operator::LessOrEqual},
    {">", 40, NodeType::Binary, Operator::Greater},
    {">=", 40, NodeType::Binary, Operator::GreaterOrEqual},
    {"&", 50, NodeType::Binary, Operator::Concatenate},
    {"and", 30, NodeType::Binary, Operator::And},
    {"or", 25, NodeType::Binary, Operator::Or},
    {"in", 40, NodeType::Binary, Operator::In},
});

class Parser {
 public:
  explicit Parser(Program& program) : program_(program), lexer_(program.text, program.dialect) {}

  Node* parse_all() {
    advance(false);
    Node* const whole = expression(0);
    if (token_.type != TokenType::End) stop_at(token_.position, "S0201", token_.text);
    return whole;
  }

 private:
  bool is(std::string_view op) const { return token_.type == TokenType::Operator && token_.text == op; }

  /// `after_operand`: how to read a slash in the next token (see Lexer::next).
  void advance(bool after_operand) {
    token_ = lexer_.next(after_operand);
    if (is("!") || is("~")) stop_at(token_.position, "S0204", token_.text);
  }
  void expect(std::string_view op, bool after_operand = false) {
    if (!is(op)) {
      const bool at_end = token_.type == TokenType::End;
      stop_at(token_.position, at_end ? "S0203" : "S0202", token_.text, to_text(Json(op)));
    }
    advance(after_operand);
  }

  const Infix* infix() const {
    if (token_.type != TokenType::Operator) return nullptr;
    const auto found =
        std::find_if(infixes.begin(), infixes.end(), [this](const Infix& known) { return known.text == token_.text; });
    return found == infixes.end() ? nullptr : &*found;
  }

  Node* expression(int binds) {
    if (++nesting_ > nesting_max) stop_at(token_.position, "U1001", {}, "The expression is nested too deep");
    Node* left = operand();
    for (const Infix* op = infix(); op && binds < op->binds; op = infix()) left = continue_with(*op, left);
    --nesting_;
    return left;
  }

  // ---- the beginning of an operand ----

  Node* operand() {
    const Token token = std::move(token_);
    Node* const node = program_.make(NodeType::End, token.position);
    advance(true);
    switch (token.type) {
      case TokenType::End: node->text = "(end)"; return node;
      case TokenType::Operator: return prefixed(token, node);
      case TokenType::Name: return named(NodeType::Name, token, node);
      case TokenType::Variable: return named(NodeType::Variable, token, node);
      case TokenType::Text:
        named(NodeType::Text, token, node);
        node->literal = make_text(node->text);
        return node;
      case TokenType::Number: named(NodeType::Number, token, node)->literal = make_number(token.number); return node;
      case TokenType::Constant:
        named(NodeType::Constant, token, node)->literal =
            token.text == "null" ? make_null() : make_boolean(token.text == "true");
        return node;
      case TokenType::Regex: named(NodeType::Regex, token, node)->flags = token.flags; return node;
    }
    return node;
  }

  static Node* named(NodeType type, const Token& token, Node* node) {
    node->type = type;
    node->text = token.text;
    return node;
  }

  Node* prefixed(const Token& token, Node* node) {
    const std::string& op = token.text;
    if (op == "and" || op == "or" || op == "in") return named(NodeType::Word, token, node);
    if (op == "*") return named(NodeType::Wildcard, token, node);
    if (op == "**") return named(NodeType::Descendants, token, node);
    if (op == "%") return named(NodeType::Parent, token, node);
    if (op == "-") return negation(node);
    if (op == "(") return block(node);
    if (op == "[") return array(node);
    if (op == "{") return object(node);
    if (op == "|") return transform(node);
    stop_at(token.position, "S0211", op);
  }

  Node* negation(Node* node) {
    node->type = NodeType::Negate;
    node->children = {expression(70)};
    return node;
  }

  Node* block(Node* node) {
    node->type = NodeType::Block;
    while (!is(")")) {
      node->children.push_back(expression(0));
      if (!is(";")) break;
      advance(false);
    }
    expect(")", true);
    return node;
  }

  Node* array(Node* node) {
    node->type = NodeType::ArrayOf;
    while (!is("]") || !node->children.empty()) {
      node->children.push_back(array_item());
      if (!is(",")) break;
      advance(false);
    }
    expect("]", true);
    return node;
  }

  Node* array_item() {
    Node* const item = expression(0);
    if (!is("..")) return item;
    Node* const range = program_.make(NodeType::Binary, token_.position);
    range->op = Operator::Range;
    advance(false);
    range->children = {item, expression(0)};
    return range;
  }

  Node* object(Node* node) {
    node->type = NodeType::ObjectOf;
    while (!is("}") || !node->children.empty()) {
      node->children.push_back(expression(0));
      expect(":");
      node->children.push_back(expression(0));
      if (!is(",")) break;
      advance(false);
    }
    expect("}", true);
    return node;
  }

  Node* transform(Node* node) {
    node->type = NodeType::Transform;
    Node* const clone = program_.make(NodeType::Variable, node->position);
    clone->text = "clone";
    node->children.push_back(expression(0));
    expect("|");
    node->children.push_back(expression(0));
    node->children.push_back(clone);
    if (is(",")) {
      advance(false);
      node->children.push_back(expression(0));
    }
    expect("|");
    return node;
  }

  // ---- the continuation of an operand ----

  Node* continue_with(const Infix& op, Node* left) {
    Node* const node = program_.make(op.type, token_.position);
    node->op = op.op;
    node->text = op.text;
    advance(false);
    if (op.type == NodeType::Call) return call(node, left);
    if (op.type == NodeType::Filter) return filter(node, left);
    if (op.type == NodeType::OrderBy) return order_by(node, left);
    if (op.type == NodeType::Bind) return bind(node, left);
    if (op.type == NodeType::Condition) return condition(node, left);
    if (op.type == NodeType::Focus || op.type == NodeType::Index) return join(op, node, left);
    node->children = {left};
    if (op.type == NodeType::GroupBy)
      node->children.push_back(object(program_.make(NodeType::ObjectOf, node->position)));
    else
      node->children.push_back(
          expression(op.type == NodeType::Coalesce || op.type == NodeType::Default ? 0 : op.binds));
    return node;
  }

  Node* call(Node* node, Node* left) {
    node->children = {left};
    while (!is(")") || node->children.size() > 1) {
      node->children.push_back(is("?") ? placeholder(node) : expression(0));
      if (!is(",")) break;
      advance(false);
    }
    expect(")", true);
    const bool defines = left->type == NodeType::Name && (left->text == "function" || left->text == "\u03bb");
    return defines ? lambda(node) : node;
  }

  Node* placeholder(Node* call) {
    call->type = NodeType::Partial;
    Node* const made = program_.make(NodeType::Placeholder, token_.position);
    made->text = "?";
    advance(false);
    return made;
  }

  Node* lambda(Node* node) {
    for (std::size_t at = 1; at != node->children.size(); ++at) {
      const Node& parameter = *node->children[at];
      if (parameter.type != NodeType::Variable)
        stop_at(parameter.position, "S0208", parameter.text, std::to_string(at));
      node->parameters.push_back(parameter.text);
    }
    node->type = NodeType::Lambda;
    if (is("<")) read_signature(node);
    expect("{");
    node->children = {expression(0)};
    expect("}");
    return node;
  }

  void read_signature(Node* node) {
    const std::size_t position = token_.position;
    std::string text = "<";
    for (int depth = 1; depth > 0 && !is("{") && token_.type != TokenType::End;) {
      advance(false);
      if (is(">")) --depth;
      if (is("<")) ++depth;
      text += token_.text;
    }
    expect(">");
    node->signature = std::make_shared<const Signature>(Signature::parse(text, position));
  }

  Node* filter(Node* node, Node* left) {
    if (is("]")) {
      Node* step = left;
      while (step->type == NodeType::Filter) step = step->children[0];
      step->keep_array = true;
      advance(false);
      return left;
    }
    node->children = {left, expression(0)};
    expect("]", true);
    return node;
  }

  Node* order_by(Node* node, Node* left) {
    node->children = {left};
    expect("(");
    for (;;) {
      node->descending.push_back(is(">"));
      if (is("<") || is(">")) advance(false);
      node->children.push_back(expression(0));
      if (!is(",")) break;
      advance(false);
    }
    expect(")");
    return node;
  }

  Node* bind(Node* node, Node* left) {
    if (left->type != NodeType::Variable) stop_at(left->position, "S0212", left->text);
    node->text = left->text;
    node->children = {expression(9)};  // right-associative
    return node;
  }

  Node* join(const Infix& op, Node* node, Node* left) {
    Node* const variable = expression(op.binds);
    if (variable->type != NodeType::Variable) stop_at(variable->position, "S0214", op.text);
    node->text = variable->text;
    node->children = {left};
    return node;
  }

  Node* condition(Node* node, Node* left) {
    node->children = {left, expression(0)};
    if (!is(":")) return node;
    advance(false);
    node->children.push_back(expression(0));
    return node;
  }

  Program& program_;
  Lexer lexer_;
  Token token_;
  int nesting_ = 0;
};

}  // namespace

std::string_view operator_text(Operator op) {
  for (const Infix& known : infixes)
    if (known.type == NodeType::Binary && known.op == op) return known.text;
  return "..";
}

Node* Program::make(NodeType type, std::size_t position) {
  Node& node = nodes.emplace_back();
  node.type = type;
  node.position = static_cast<std::uint32_t>(position);
  return &node;
}

Node* parse(Program& program) { return Parser{program}.parse_all(); }

}  // namespace stepstorm::jsonata
