// path^(term, >term): a stable sort by terms that are numbers or texts.
// Source: JSONata's documentation, "Order-by".
#include "asl/jsonata/comparison.hpp"
#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/merge_sort.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

bool is_sortable(Value value) { return value.is(Kind::Text) || value.is(Kind::Number); }

// Returns a negative number, zero or a positive number. Nothing comes last, even in descending order.
int compare_terms(Value left, Value right, bool descending, std::size_t position) {
  if (!left) return right ? 1 : 0;
  if (!right) return -1;
  if (!is_sortable(left) || !is_sortable(right))
    stop_at(position, "T2008", {}, described(is_sortable(left) ? right : left));
  if (left.kind != right.kind) throw Failure{"T2007", position, {}, described(left), described(right), 0};
  int order = 0;
  if (left.is(Kind::Text))
    order = compare_texts(left.text(), right.text());
  else if (left.number != right.number)
    order = left.number < right.number ? -1 : 1;
  return descending ? -order : order;
}

// Copies the items into a sequence: the previous step's result counts as one, even if it is an array of a document.
Array* copied_sequence(Arena& arena, const Items& items) {
  Array* const sequence = new_sequence(arena);
  for (std::size_t at = 0; at != items.size(); ++at) sequence->push(arena, items[at]);
  return sequence;
}

}  // namespace

Value Evaluator::sort_term(const Node& node, std::size_t term, Value item, const Frame* frame, bool rows) {
  if (!rows) return evaluate(*node.children[term], item, frame);
  return evaluate(*node.children[term], item.tuple->context, row_frame(frame, item.tuple));
}

Value Evaluator::sort_step(const Node& node, Value input, const Frame* frame) {
  if (!input.is(Kind::Array)) return make_array(new_sequence(arena_, input));
  const bool rows = is_tuple_stream(input);
  const Items items = open(input);
  const std::size_t size = items.size();
  const std::size_t terms = node.children.size();
  if (size < 2) return rows || is_constructed(input) ? input : make_array(copied_sequence(arena_, items));

  // Terms are computed at their first comparison, and only once.
  Value* const keys = arena_.many<Value>(size * terms);
  std::uint32_t* const order = arena_.many<std::uint32_t>(size);
  for (std::size_t at = 0; at != size * terms; ++at) keys[at] = unbound();
  for (std::size_t at = 0; at != size; ++at) order[at] = static_cast<std::uint32_t>(at);
  const auto key = [&](std::size_t item, std::size_t term) {
    Value& known = keys[item * terms + term];
    if (known.is(Kind::Unbound)) known = sort_term(node, term, items[item], frame, rows);
    return known;
  };
  merge_sort(order, size, [&](std::uint32_t left, std::uint32_t right) {
    spend(1);
    int compared = 0;
    for (std::size_t term = 0; compared == 0 && term != terms; ++term)
      compared = compare_terms(key(left, term), key(right, term), node.descending[term], node.position);
    return compared > 0;
  });

  Array* const sorted = arena_.make<Array>();
  sorted->grow(arena_, size);
  for (std::size_t at = 0; at != size; ++at) sorted->push(arena_, items[order[at]]);
  sorted->tuple_stream = rows;
  return make_array(sorted);
}

}  // namespace stepstorm::jsonata
