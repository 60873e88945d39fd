// Arithmetic, comparisons, concatenation, ranges and array constructors.
// Source: JSONata's documentation, "Numeric Operators", "Comparison Operators", "Boolean Operators", "Other Operators".
#include <cmath>

#include "asl/jsonata/comparison.hpp"
#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/pictures/number_text.hpp"
#include "asl/jsonata/stop.hpp"
#include "asl/jsonata/text_of.hpp"

namespace stepstorm::jsonata {
namespace {

constexpr double range_max = 1e7;  // items

[[noreturn]] void refuse(const Node& node, std::string_view code, Value value, Value second = {}) {
  throw Failure{std::string{code},
                node.position,
                std::string{operator_text(node.op)},
                described(value),
                second ? described(second) : std::string{},
                0};
}

// Requires a finite number or Nothing as an operand.
void require_number(const Node& node, Value value, std::string_view code) {
  if (!value || (value.is(Kind::Number) && std::isfinite(value.number))) return;
  if (value.is(Kind::Number) && std::isinf(value.number)) refuse(node, "D1001", value);
  refuse(node, code, value);
}

Value arithmetic(const Node& node, Value left, Value right) {
  require_number(node, left, "T2001");
  require_number(node, right, "T2002");
  if (!left || !right) return {};
  switch (node.op) {
    case Operator::Add: return make_number(left.number + right.number);
    case Operator::Subtract: return make_number(left.number - right.number);
    case Operator::Multiply: return make_number(left.number * right.number);
    case Operator::Divide: return make_number(left.number / right.number);
    default: return make_number(std::fmod(left.number, right.number));
  }
}

bool is_comparable(Value value) { return !value || value.is(Kind::Number) || value.is(Kind::Text); }

bool holds(Operator op, int order) {
  switch (op) {
    case Operator::Less: return order < 0;
    case Operator::LessOrEqual: return order <= 0;
    case Operator::Greater: return order > 0;
    default: return order >= 0;
  }
}

Value compare(const Node& node, Value left, Value right) {
  if (!is_comparable(left) || !is_comparable(right)) refuse(node, "T2010", is_comparable(left) ? right : left);
  if (!left || !right) return {};
  if (left.kind != right.kind) refuse(node, "T2009", left, right);
  if (left.is(Kind::Text)) return make_boolean(holds(node.op, compare_texts(left.text(), right.text())));
  if (std::isnan(left.number) || std::isnan(right.number)) return make_boolean(false);
  return make_boolean(holds(node.op, left.number < right.number ? -1 : left.number > right.number));
}

Value is_among(Value wanted, Value items) {
  if (!wanted || !items) return make_boolean(false);
  if (!items.is(Kind::Array)) return make_boolean(strictly_equal(wanted, items));
  const Items all{items};
  for (std::size_t at = 0; at != all.size(); ++at)
    if (strictly_equal(wanted, all[at])) return make_boolean(true);
  return make_boolean(false);
}

bool is_integer(Value value) {
  return value.is(Kind::Number) && std::isfinite(value.number) && std::trunc(value.number) == value.number;
}

bool is_array_written_out(const Node& item) {
  return item.type == NodeType::ArrayOf || (item.type == NodeType::Constant && item.literal.is(Kind::Array));
}

}  // namespace

Value Evaluator::binary(const Node& node, Value context, const Frame* frame) {
  const Value left = evaluate(*node.children[0], context, frame);
  if (node.op == Operator::And || node.op == Operator::Or) {
    if (is_truthy(left) == (node.op == Operator::Or)) return make_boolean(node.op == Operator::Or);
    return make_boolean(is_truthy(evaluate(*node.children[1], context, frame)));
  }
  const Value right = evaluate(*node.children[1], context, frame);
  switch (node.op) {
    case Operator::Equal: return make_boolean(left && right && deeply_equal(left, right));
    case Operator::NotEqual: return make_boolean(left && right && !deeply_equal(left, right));
    case Operator::Less:
    case Operator::LessOrEqual:
    case Operator::Greater:
    case Operator::GreaterOrEqual: return compare(node, left, right);
    case Operator::Concatenate: return concatenate(left, right);
    case Operator::In:
      if (right.is(Kind::Array)) spend(Items{right}.size());
      return is_among(left, right);
    case Operator::Range: return range(node, left, right);
    default: return arithmetic(node, left, right);
  }
}

Value Evaluator::negate(const Node& node, Value context, const Frame* frame) {
  const Value operand = evaluate(*node.children[0], context, frame);
  if (!operand) return {};
  if (!operand.is(Kind::Number) || std::isnan(operand.number)) stop_at(node.position, "D1002", "-", described(operand));
  if (std::isinf(operand.number)) stop_at(node.position, "D1001", "-", described(operand));
  return make_number(-operand.number);
}

Value Evaluator::range(const Node& node, Value left, Value right) {
  if (left && !is_integer(left)) refuse(node, "T2003", left);
  if (right && !is_integer(right)) refuse(node, "T2004", right);
  if (!left || !right || left.number > right.number) return {};
  const double size = right.number - left.number + 1;
  if (size > range_max) refuse(node, "D2014", make_number(size));
  Array* const range = new_sequence(arena_);
  range->is_range = true;
  range->first = left.number;
  range->size = range->capacity = static_cast<std::uint32_t>(size);
  return make_array(range);
}

Value Evaluator::concatenate(Value left, Value right) {
  if (left.is(Kind::Text) && right.is(Kind::Text)) {
    const std::size_t size = std::size_t{left.text_size} + right.text_size;
    spend(size / 64);
    char* const joined = arena_.many<char>(size);
    std::copy_n(left.text_data, left.text_size, joined);
    std::copy_n(right.text_data, right.text_size, joined + left.text_size);
    return make_text({joined, size});
  }
  std::string joined;
  append_text(joined, left);
  append_text(joined, right);
  spend(joined.size() / 64);
  return copied(joined);
}

// An array constructor inside another one is a single item; other arrays are flattened into it.
Value Evaluator::array(const Node& node, Value context, const Frame* frame) {
  Array* const made = arena_.make<Array>();
  if (!node.children.empty()) made->grow(arena_, node.children.size());
  for (const Node* child : node.children) {
    const Value item = evaluate(*child, context, frame);
    if (!item) continue;
    if (!item.is(Kind::Array) || is_array_written_out(*child)) {
      made->push(arena_, item);
    } else if (node.children.size() == 1 && !item.in_document && item.array->is_range) {
      *made = *item.array;  // stays a range
      made->sequence = false;
    } else {
      const Items items = open(item);
      for (std::size_t at = 0; at != items.size(); ++at) made->push(arena_, items[at]);
    }
  }
  made->constructed = node.constructed;
  return make_array(made);
}

}  // namespace stepstorm::jsonata
