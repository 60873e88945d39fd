#include <unordered_set>

#include "asl/jsonata/comparison.hpp"
#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/library/library.hpp"
#include "asl/jsonata/merge_sort.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata::library {
namespace {

// Returns whether JavaScript treats the value as true; JSONata's rule differs for arrays and objects.
bool is_true_for_a_sort(Value value) {
  switch (value.kind) {
    case Kind::Boolean: return value.boolean;
    case Kind::Number: return value.number != 0 && value.number == value.number;
    case Kind::Text: return value.text_size != 0;
    case Kind::Array:
    case Kind::Object:
    case Kind::Function: return true;
    default: return false;
  }
}

bool are_all(const Items& items, Kind kind) {
  for (std::size_t at = 0; at != items.size(); ++at)
    if (!items[at].is(kind)) return false;
  return true;
}

Array* copied(Evaluator& evaluator, const Items& items) {
  Array* const copy = evaluator.arena().make<Array>();
  copy->grow(evaluator.arena(), items.size());
  for (std::size_t at = 0; at != items.size(); ++at) copy->push(evaluator.arena(), items[at]);
  return copy;
}

/// The texts and numbers seen so far, for fast lookup.
class Seen {
 public:
  bool add(Value value) {
    if (value.is(Kind::Text)) return texts_.insert(value.text()).second;
    return numbers_.insert(value.number).second;
  }

 private:
  std::unordered_set<std::string_view> texts_;
  std::unordered_set<double> numbers_;
};

}  // namespace

Value count(Evaluator&, const Arguments& arguments, Value) {
  return make_number(arguments[0] ? static_cast<double>(Items{arguments[0]}.size()) : 0);
}

Value append(Evaluator& evaluator, const Arguments& arguments, Value) {
  return evaluator.append(arguments[0], arguments[1]);
}

Value reverse(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  if (items.size() <= 1) return arguments[0];
  Array* const reversed = copied(evaluator, items);
  std::reverse(reversed->items, reversed->items + reversed->size);
  return make_array(reversed);
}

Value shuffle(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  if (items.size() <= 1) return arguments[0];
  Array* const shuffled = copied(evaluator, items);
  for (std::uint32_t at = shuffled->size - 1; at != 0; --at)
    std::swap(shuffled->items[at], shuffled->items[evaluator.surroundings().random_bits() % (at + 1)]);
  return make_array(shuffled);
}

Value distinct(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0].is(Kind::Array)) return arguments[0];
  const Items items = evaluator.open(arguments[0]);
  if (items.size() <= 1) return arguments[0];
  Array* const kept = evaluator.arena().make<Array>();
  kept->sequence = is_sequence(arguments[0]);
  Seen seen;
  std::vector<Value> others;
  for (std::size_t at = 0; at != items.size(); ++at) {
    const Value item = items[at];
    if (item.is(Kind::Text) || item.is(Kind::Number)) {
      if (seen.add(item)) kept->push(evaluator.arena(), item);
      continue;
    }
    evaluator.spend(1 + others.size());
    const auto equals = [item](Value other) { return deeply_equal(item, other); };
    if (std::any_of(others.begin(), others.end(), equals)) continue;
    others.push_back(item);
    kept->push(evaluator.arena(), item);
  }
  return make_array(kept);
}

Value zip(Evaluator& evaluator, const Arguments& arguments, Value) {
  Arena& arena = evaluator.arena();
  std::size_t shortest = arguments.size == 0 ? 0 : static_cast<std::size_t>(-1);
  for (std::size_t at = 0; at != arguments.size; ++at)
    shortest = std::min(shortest, arguments[at] ? Items{arguments[at]}.size() : 0);
  Array* const rows = arena.make<Array>();
  for (std::size_t at = 0; at != shortest; ++at) {
    Array* const row = arena.make<Array>();
    for (std::size_t column = 0; column != arguments.size; ++column) row->push(arena, Items{arguments[column]}[at]);
    rows->push(arena, make_array(row));
    evaluator.spend(1);
  }
  return make_array(rows);
}

Value sort(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  if (items.size() <= 1) return arguments[0];
  const Value comparator = arguments[1];
  const bool numbers = !comparator && are_all(items, Kind::Number);
  if (!comparator && !numbers && !are_all(items, Kind::Text))
    throw Failure{"D3070", Failure::nowhere, "sort", {}, {}, 1};
  Array* const sorted = copied(evaluator, items);
  merge_sort(sorted->items, sorted->size, [&](Value left, Value right) {
    evaluator.spend(1);
    if (numbers) return left.number > right.number;
    if (!comparator) return compare_texts(left.text(), right.text()) > 0;
    const Value both[] = {left, right};
    return is_true_for_a_sort(evaluator.call(comparator, {both, 2}));
  });
  return make_array(sorted);
}

}  // namespace stepstorm::jsonata::library
