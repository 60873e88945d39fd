// Paths: each step is evaluated for each result of the previous step, and the results are joined into one sequence.
// Source: JSONata's documentation, "Path Operators" and "Processing Model".
#include <cmath>

#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {

/// The results of a step so far. A single result is kept as it is; several are flattened into a sequence.
struct Evaluator::Results {
  Arena& arena;
  Value only = {};
  Array* several = nullptr;

  bool empty() const { return !several && !only; }

  void add(Value result) {
    if (!result) return;
    if (empty()) {
      only = result;
      return;
    }
    if (!several) {
      several = new_sequence(arena);
      flatten(only);
    }
    flatten(result);
  }

  void flatten(Value result) {
    if (!result.is(Kind::Array) || is_constructed(result)) return several->push(arena, result);
    const Items items{result};
    for (std::size_t at = 0; at != items.size(); ++at) several->push(arena, items[at]);
  }

  Value sequence() {
    if (!several) {
      several = new_sequence(arena);
      if (only) flatten(only);
    }
    return make_array(several);
  }

  /// Returns the last step's results: if the only result is an array, that array, unless it is a sequence.
  Value last() { return only.is(Kind::Array) && !several && !is_sequence(only) ? only : sequence(); }
};

namespace {

bool is_absolute(const Node& path) {
  const NodeType first = path.children.front()->type;
  return first == NodeType::Variable || first == NodeType::Context;
}

bool is_empty(Value value) { return !value || (value.is(Kind::Array) && Items{value}.size() == 0); }

bool stands_for_itself(Value value) { return !value.is(Kind::Array); }

}  // namespace

Value Evaluator::path(const Node& node, Value context, const Frame* frame) {
  const std::size_t count = node.children.size();
  Value only = context;  // the input of a step, when it is one value
  Items inputs = context.is(Kind::Array) && !is_absolute(node) ? open(context) : Items{&only, 1};
  Value sequence;
  bool joining = false;
  for (std::size_t at = 0; at != count; ++at) {
    const Node& part = *node.children[at];
    joining = joining || part.tuple;
    if (at == 0 && part.constructed) {
      const Value input = context.is(Kind::Array) ? context : make_array(new_sequence(arena_, context));
      sequence = evaluate(part, input, joining ? row_frame(frame, nullptr) : frame);
    } else if (joining) {
      return end_of_path(node, joined_path(node, at, only, inputs, frame), frame);
    } else if (part.type == NodeType::Sort) {
      sequence = sort_step(part, only, frame);
      for (const Stage& stage : part.stages) sequence = filter(*stage.predicate, sequence, frame, false);
    } else {
      Results results{arena_};
      step(part, inputs, frame, results);
      const bool is_last = at + 1 == count;
      if (!results.several && stands_for_itself(results.only) && results.only &&
          !(is_last && (node.keep_singleton || node.group))) {
        if (is_last) return results.only;
        only = results.only;
        inputs = Items{&only, 1};
        continue;
      }
      sequence = is_last                                           ? results.last()
                 : results.several || is_constructed(results.only) ? results.sequence()
                                                                   : results.only;
    }
    if (is_empty(sequence)) {
      if (at + 1 != count) sequence = make_array(new_sequence(arena_));
      break;
    }
    only = sequence;
    inputs = sequence.is(Kind::Array) ? open(sequence) : Items{&only, 1};
  }
  return end_of_path(node, sequence, frame);
}

Value Evaluator::end_of_path(const Node& node, Value sequence, const Frame* frame) {
  if (node.keep_singleton && sequence.is(Kind::Array)) {
    if (is_constructed(sequence) && !sequence.array->sequence) sequence = make_array(new_sequence(arena_, sequence));
    if (!sequence.in_document) sequence.array->keep_singleton = true;
  }
  return node.group ? group(*node.group, sequence, frame, node.in_tuples) : sequence;
}

void Evaluator::step(const Node& node, const Items& inputs, const Frame* frame, Results& results) {
  spend(inputs.size());
  for (std::size_t at = 0; at != inputs.size(); ++at) {
    Value result;
    if (node.type == NodeType::Name && inputs[at].is(Kind::Object))
      result = member(inputs[at], node.text, hints_[node.hint]);
    else
      result = evaluate(node, inputs[at], frame);
    for (const Stage& stage : node.stages) result = filter(*stage.predicate, result, frame, false);
    results.add(result);
  }
}

// ---- predicates ----

Value Evaluator::filter(const Node& predicate, Value value, const Frame* frame, bool in_rows) {
  if (predicate.type == NodeType::Number) return item_at(value, predicate.literal.number);
  const bool rows = is_tuple_stream(value);
  const Items items = value.is(Kind::Array) ? open(value) : Items{&value, 1};
  Array* const kept = new_sequence(arena_);
  kept->tuple_stream = rows;
  for (std::size_t at = 0; at != items.size(); ++at) {
    const Value item = items[at];
    const Value context = rows ? item.tuple->context : item;
    const Frame* const inner = in_rows ? row_frame(frame, rows ? item.tuple : nullptr) : frame;
    const Value chosen = evaluate(predicate, context, inner);
    const std::size_t times = chosen.is(Kind::Boolean) ? chosen.boolean : times_chosen(chosen, at, items.size());
    for (std::size_t time = 0; time != times; ++time) kept->push(arena_, item);
  }
  return make_array(kept);
}

Value Evaluator::item_at(Value value, double place) {
  const bool rows = is_tuple_stream(value);
  const Items items = value.is(Kind::Array) ? Items{value} : Items{&value, 1};
  double index = std::floor(place);
  if (index < 0) index += static_cast<double>(items.size());
  Array* const kept = new_sequence(arena_);
  kept->tuple_stream = rows;
  if (!(index >= 0 && index < static_cast<double>(items.size()))) return make_array(kept);
  const Value item = items[static_cast<std::size_t>(index)];
  if (item.is(Kind::Array)) return item;
  if (item) kept->push(arena_, item);
  return make_array(kept);
}

// Returns how often the predicate's value selects the item: numbers select by position, other values by truth.
std::size_t Evaluator::times_chosen(Value chosen, std::size_t index, std::size_t size) const {
  const auto chooses = [&](Value number) {
    double place = std::floor(number.number);
    if (place < 0) place += static_cast<double>(size);
    return place == static_cast<double>(index);
  };
  if (chosen.is(Kind::Number) && std::isfinite(chosen.number)) return chooses(chosen);
  if (!chosen.is(Kind::Array)) return is_truthy(chosen);
  const Items places{chosen};
  std::size_t times = 0;
  for (std::size_t at = 0; at != places.size(); ++at) {
    const Value place = places[at];
    if (!place.is(Kind::Number) || !std::isfinite(place.number)) return is_truthy(chosen);
    times += chooses(place);
  }
  return times;
}

// ---- names, * and ** ----

Value Evaluator::look_up(Value input, const Node& name) {
  if (input.is(Kind::Object)) return member(input, name.text, hints_[name.hint]);
  if (!input.is(Kind::Array)) return {};
  Array* const found = new_sequence(arena_);
  look_up_each(open(input), name, *found);
  return make_array(found);
}

void Evaluator::look_up_each(const Items& inputs, const Node& name, Array& found) {
  enter_level();
  spend(inputs.size());
  for (std::size_t at = 0; at != inputs.size(); ++at) {
    const Value input = inputs[at];
    if (input.is(Kind::Array)) {
      look_up_each(open(input), name, found);
      continue;
    }
    const Value value = input.is(Kind::Object) ? member(input, name.text, hints_[name.hint]) : Value{};
    if (value.is(Kind::Array)) {
      const Items items = open(value);
      for (std::size_t item = 0; item != items.size(); ++item) found.push(arena_, items[item]);
    } else if (value) {
      found.push(arena_, value);
    }
  }
  ++depth_left_;
}

void Evaluator::flatten(Value value, Array& into) {
  if (!value.is(Kind::Array)) return into.push(arena_, value);
  enter_level();
  const Items items = open(value);
  for (std::size_t at = 0; at != items.size(); ++at) flatten(items[at], into);
  ++depth_left_;
}

// If a member is an array, the result is an array and no longer a sequence.
Value Evaluator::wildcard(Value context) {
  if (context.is(Kind::Array) && !context.in_document && context.array->wraps_input) context = context.array->items[0];
  Array* const found = new_sequence(arena_);
  if (context.is(Kind::Array)) {
    const Items items = open(context);
    for (std::size_t at = 0; at != items.size(); ++at) add_member(items[at], *found);
  } else if (context.is(Kind::Object)) {
    const Entries entries{context};
    spend(entries.size());
    for (std::size_t at = 0; at != entries.size(); ++at) add_member(entries[at].value, *found);
  }
  return make_array(found);
}

void Evaluator::add_member(Value value, Array& found) {
  if (value.is(Kind::Array)) found.sequence = false;
  flatten(value, found);
}

Value Evaluator::descendants(Value context) {
  if (!context) return {};
  Array* const found = new_sequence(arena_);
  add_descendants(context, *found);
  return found->size == 1 ? found->items[0] : make_array(found);
}

void Evaluator::add_descendants(Value value, Array& into) {
  enter_level();
  spend(1);
  if (value.is(Kind::Array)) {
    const Items items = open(value);
    for (std::size_t at = 0; at != items.size(); ++at) add_descendants(items[at], into);
  } else {
    into.push(arena_, value);
    if (value.is(Kind::Object)) {
      const Entries entries{value};
      for (std::size_t at = 0; at != entries.size(); ++at) add_descendants(entries[at].value, into);
    }
  }
  ++depth_left_;
}

}  // namespace stepstorm::jsonata
