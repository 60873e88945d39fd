#include "asl/jsonata/evaluator.hpp"

#include <algorithm>

#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

// A single item stands for itself and no item for Nothing, unless the expression asks for an array.
Value mangled(const Node& node, Value value) {
  Array& array = *value.array;
  if (node.keep_array) array.keep_singleton = true;
  if (array.size == 0) return {};
  return array.size == 1 && !array.keep_singleton ? Items{value}[0] : value;
}

}  // namespace

Evaluator::Evaluator(const Program& program, const Surroundings& surroundings, const Limits& limits)
    : program_(program),
      surroundings_(surroundings),
      arena_(limits.bytes),
      steps_left_(limits.steps),
      depth_left_(limits.depth),
      globals_(arena_.many<Value>(program.globals.size())),
      hints_(arena_.many<std::uint32_t>(program.hint_count)) {
  std::fill_n(globals_, program.globals.size(), unbound());
  std::fill_n(hints_, program.hint_count, 0u);
}

void Evaluator::out_of_steps() const { stop("U1001", {}, "Expression evaluation timeout: Check for infinite loop"); }

void Evaluator::too_deep() const {
  stop("U1001",
       {},
       "Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive.");
}

Value Evaluator::run(const Json* input) {
  input_ = input ? view(*input) : Value{};
  Value context = input_;
  if (input_.is(Kind::Array)) {
    context = make_array(new_sequence(arena_, input_));
    context.array->wraps_input = true;
  }
  Frame* const top = new (arena_.allocate(sizeof(Frame) + program_.top_slots * sizeof(Value))) Frame;
  std::fill_n(top->slots(), program_.top_slots, unbound());
  return evaluate(*program_.root, context, top);
}

Value Evaluator::evaluate(const Node& node, Value context, const Frame* frame) {
  spend(1);
  Value value;
  switch (node.type) {
    case NodeType::Text:
    case NodeType::Number:
    case NodeType::Constant: value = node.literal; break;
    case NodeType::Variable: value = variable(node, frame); break;
    case NodeType::Context:
      value = context.is(Kind::Array) && !context.in_document && context.array->wraps_input ? context.array->items[0]
                                                                                            : context;
      break;
    default:
      enter_level();
      value = evaluate_by_type(node, context, frame);
      ++depth_left_;
  }
  if (!node.predicates.empty() || node.group) [[unlikely]]
    value = with_predicates(node, value, frame);
  if (is_sequence(value) && !value.array->tuple_stream) return mangled(node, value);
  return value;
}

Value Evaluator::with_predicates(const Node& node, Value value, const Frame* frame) {
  enter_level();
  for (const Stage& stage : node.predicates) value = filter(*stage.predicate, value, frame, node.in_tuples);
  if (node.group && node.type != NodeType::Path) value = group(*node.group, value, frame, node.in_tuples);
  ++depth_left_;
  return value;
}

Value Evaluator::evaluate_by_type(const Node& node, Value context, const Frame* frame) {
  const std::vector<Node*>& parts = node.children;
  switch (node.type) {
    case NodeType::Path: return path(node, context, frame);
    case NodeType::Name: return look_up(context, node);
    case NodeType::Wildcard: return wildcard(context);
    case NodeType::Descendants: return descendants(context);
    case NodeType::Parent: return variable(node, frame);
    case NodeType::Binary: return binary(node, context, frame);
    case NodeType::Negate: return negate(node, context, frame);
    case NodeType::ArrayOf: return array(node, context, frame);
    case NodeType::ObjectOf: return group(node, context, frame, false);
    case NodeType::Condition:
      if (is_truthy(evaluate(*parts[0], context, frame))) return evaluate(*parts[1], context, frame);
      return parts.size() > 2 ? evaluate(*parts[2], context, frame) : Value{};
    case NodeType::Coalesce: {
      const Value left = evaluate(*parts[0], context, frame);
      return left ? left : evaluate(*parts[1], context, frame);
    }
    case NodeType::Default: {
      const Value left = evaluate(*parts[0], context, frame);
      return is_truthy(left) ? left : evaluate(*parts[1], context, frame);
    }
    case NodeType::Block: return block(node, context, frame);
    case NodeType::Bind: return bind(node, context, frame);
    case NodeType::Regex:
      return make_function(arena_.make<Function>(Function{Function::Type::Matcher, nullptr, &node}));
    case NodeType::Call: return function_call(node, context, frame, nullptr);
    case NodeType::Partial: return partial(node, context, frame);
    case NodeType::Lambda:
    case NodeType::Transform: return lambda(node, context, frame);
    case NodeType::Apply: return apply(node, context, frame);
    default: return {};
  }
}

namespace {

constexpr int truth_depth_max = 2000;

bool is_regex(const Function& function) {
  return function.type == Function::Type::Matcher || function.type == Function::Type::NextMatch;
}

}  // namespace

bool Evaluator::is_truthy(Value value, int depth) const {
  if (depth > truth_depth_max) stop("U1001", {}, "The value is nested too deep");
  switch (value.kind) {
    case Kind::Boolean: return value.boolean;
    case Kind::Number:
      if (value.number - value.number != 0 && value.number == value.number) stop("D1001", {}, described(value));
      return value.number != 0 && value.number == value.number;
    case Kind::Text: return value.text_size != 0;
    case Kind::Object: return Entries{value}.size() != 0;
    case Kind::Array: {
      const Items items{value};
      for (std::size_t at = 0; at != items.size(); ++at)
        if (is_truthy(items[at], depth + 1)) return true;
      return false;
    }
    case Kind::Function: return dialect() == Dialect::Aws && !value.is_argument && !is_regex(*value.function);
    default: return false;
  }
}

}  // namespace stepstorm::jsonata
