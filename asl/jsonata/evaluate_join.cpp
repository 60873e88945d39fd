// Paths with steps that bind variables by @ or #, or that a later % refers to. Such steps pass rows instead of values;
// each row holds the labels that earlier steps have bound.
// Source: JSONata's documentation, "Path Operators": context and positional variable binding, parent.
#include "asl/jsonata/evaluator.hpp"

namespace stepstorm::jsonata {

Value Evaluator::joined_path(const Node& node, std::size_t from, Value input, const Items& inputs, const Frame* frame) {
  Value rows;
  for (std::size_t at = from; at != node.children.size(); ++at) {
    const Node& part = *node.children[at];
    if (part.type == NodeType::Sort) {
      rows = rows ? sort_step(part, rows, frame) : rows_of(Items{sort_step(part, input, frame)}, part.index);
    } else {
      if (!rows) rows = rows_of(inputs, Node::none);
      rows = join_step(part, rows, frame);
    }
    rows = row_stages(part, rows, frame);
  }
  return node.tuple || node.group ? rows : contexts_of(rows);
}

Value Evaluator::rows_of(const Items& items, std::uint32_t index_label) {
  Array* const rows = new_sequence(arena_);
  rows->tuple_stream = true;
  for (std::size_t at = 0; at != items.size(); ++at) {
    Tuple* const row = arena_.make<Tuple>(items[at]);
    if (index_label != Node::none) row->set(arena_, index_label, make_number(static_cast<double>(at)));
    rows->push(arena_, make_tuple(row));
  }
  return make_array(rows);
}

Value Evaluator::contexts_of(Value rows) {
  Array* const contexts = new_sequence(arena_);
  const Items items{rows};
  for (std::size_t at = 0; at != items.size(); ++at) contexts->push(arena_, items[at].tuple->context);
  return make_array(contexts);
}

Value Evaluator::join_step(const Node& node, Value rows, const Frame* frame) {
  Array* const made = new_sequence(arena_);
  made->tuple_stream = true;
  const Items items = open(rows);
  for (std::size_t at = 0; at != items.size(); ++at) {
    const Tuple& row = *items[at].tuple;
    if (const Value results = evaluate(node, row.context, row_frame(frame, &row))) add_rows(node, row, results, *made);
  }
  return make_array(made);
}

void Evaluator::add_rows(const Node& node, const Tuple& row, Value results, Array& rows) {
  const bool are_rows = is_tuple_stream(results);
  const Items items = results.is(Kind::Array) ? Items{results} : Items{&results, 1};
  spend(items.size());
  for (std::size_t at = 0; at != items.size(); ++at) {
    Tuple* const made = copy_row(row);
    const Value result = items[at];
    if (are_rows) {
      made->context = result.tuple->context;
      for (std::uint32_t label = 0; label != result.tuple->size; ++label)
        made->set(arena_, result.tuple->labels[label].id, result.tuple->labels[label].value);
    } else {
      if (node.focus != Node::none)
        made->set(arena_, node.focus, result);
      else
        made->context = result;
      if (node.index != Node::none) made->set(arena_, node.index, make_number(static_cast<double>(at)));
      if (node.ancestor != Node::none) made->set(arena_, node.ancestor, row.context);
    }
    rows.push(arena_, make_tuple(made));
  }
}

Tuple* Evaluator::copy_row(const Tuple& row) {
  Tuple* const copy = arena_.make<Tuple>(row.context);
  for (std::uint32_t at = 0; at != row.size; ++at) copy->set(arena_, row.labels[at].id, row.labels[at].value);
  return copy;
}

Value Evaluator::row_stages(const Node& node, Value rows, const Frame* frame) {
  for (const Stage& stage : node.stages) {
    if (stage.predicate) {
      rows = filter(*stage.predicate, rows, frame, true);
      continue;
    }
    const Items items = open(rows);
    for (std::size_t at = 0; at != items.size(); ++at)
      items[at].tuple->set(arena_, stage.label, make_number(static_cast<double>(at)));
  }
  return rows;
}

/// Merges the rows of a group into one: appends contexts and bindings.
Tuple* Evaluator::reduce_rows(Value rows) {
  if (rows.is(Kind::Tuple)) return copy_row(*rows.tuple);
  const Items items = open(rows);
  Tuple* const whole = copy_row(*items[0].tuple);
  for (std::size_t at = 1; at != items.size(); ++at) {
    const Tuple& row = *items[at].tuple;
    whole->context = append(whole->context, row.context);
    for (std::uint32_t label = 0; label != row.size; ++label) {
      const Value* const before = whole->find(row.labels[label].id);
      const Value joined = append(before ? *before : Value{}, row.labels[label].value);
      whole->set(arena_, row.labels[label].id, joined);
    }
  }
  return whole;
}

}  // namespace stepstorm::jsonata
