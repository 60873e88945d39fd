// {name: value, ...}: as an object constructor, and after a path to group its results by name.
// Source: JSONata's documentation, "Composition": object constructors and grouping.
#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {

struct Evaluator::Group {
  std::size_t pair;     // index of the name-value pair in the constructor
  Value items;          // one item, or an array of all
  bool is_own = false;  // an array that is not shared
};

/// Returns an array with the items of both; Nothing is left out.
Value Evaluator::append(Value to, Value item) {
  if (!to) return item;
  if (!item) return to;
  const Items first = to.is(Kind::Array) ? open(to) : Items{&to, 1};
  const Items second = item.is(Kind::Array) ? open(item) : Items{&item, 1};
  Array* const joined = arena_.make<Array>();
  joined->grow(arena_, first.size() + second.size());
  for (std::size_t at = 0; at != first.size(); ++at) joined->push(arena_, first[at]);
  for (std::size_t at = 0; at != second.size(); ++at) joined->push(arena_, second[at]);
  return make_array(joined);
}

/// Builds an object from one context: each pair gives at most one member.
Value Evaluator::object(const Node& node, Value context, const Frame* frame) {
  const std::size_t count = node.children.size() / 2;
  Object* const made = arena_.make<Object>();
  Value* const names = arena_.many<Value>(count);
  for (std::size_t pair = 0; pair != count; ++pair) {
    names[pair] = evaluate(*node.children[2 * pair], context, frame);
    if (!names[pair]) continue;
    if (!names[pair].is(Kind::Text)) stop_at(node.position, "T1003", {}, described(names[pair]));
    for (std::size_t before = 0; before != pair; ++before)
      if (names[before] && names[before].text() == names[pair].text())
        stop_at(node.position, "D1009", {}, described(names[pair]));
  }
  for (std::size_t pair = 0; pair != count; ++pair) {
    if (!names[pair]) continue;
    if (const Value value = evaluate(*node.children[2 * pair + 1], context, frame))
      made->set(arena_, names[pair].text(), value);
  }
  return make_object(made);
}

Value Evaluator::group(const Node& node, Value items, const Frame* frame, bool in_rows) {
  const bool rows = is_tuple_stream(items);
  const Items inputs = items.is(Kind::Array) ? open(items) : Items{&items, 1};
  const Value nothing{};
  if (!rows && inputs.size() <= 1) {
    const Value only = inputs.size() == 1 ? inputs[0] : nothing;
    return object(node, only, in_rows ? row_frame(frame, nullptr) : frame);
  }
  Object numbers;  // index of each group, by name
  std::vector<Group> groups;
  for (std::size_t at = 0; at != inputs.size(); ++at) {
    const Value item = inputs[at];
    const Frame* const inner = in_rows ? row_frame(frame, rows ? item.tuple : nullptr) : frame;
    for (std::size_t pair = 0; pair != node.children.size() / 2; ++pair)
      add_to_group(node,
                   pair,
                   evaluate(*node.children[2 * pair], rows ? item.tuple->context : item, inner),
                   item,
                   numbers,
                   groups);
  }

  Object* const made = arena_.make<Object>();
  for (std::uint32_t at = 0; at != numbers.size; ++at) {
    const Group& group = groups[at];
    Value context = group.items;
    const Frame* inner = frame;
    if (rows) {
      const Tuple* const row = reduce_rows(context);
      context = row->context;
      inner = row_frame(frame, row);
    } else if (in_rows) {
      inner = row_frame(frame, nullptr);
    }
    if (const Value value = evaluate(*node.children[2 * group.pair + 1], context, inner))
      made->set(arena_, numbers.entries[at].name, value);
  }
  return make_object(made);
}

void Evaluator::add_to_group(
    const Node& node, std::size_t pair, Value name, Value item, Object& numbers, std::vector<Group>& groups) {
  if (!name) return;
  if (!name.is(Kind::Text)) stop_at(node.position, "T1003", {}, described(name));
  const Entry* const known = numbers.find(name.text());
  if (!known) {
    numbers.set(arena_, name.text(), make_number(static_cast<double>(groups.size())));
    groups.push_back({pair, item, false});
    return;
  }
  Group& group = groups[static_cast<std::size_t>(known->value.number)];
  if (group.pair != pair) stop_at(node.position, "D1009", {}, described(name));
  if (!group.is_own || !item) {
    group.is_own = group.items && item;
    group.items = append(group.items, item);
    return;
  }
  const Items more = item.is(Kind::Array) ? open(item) : Items{&item, 1};
  for (std::size_t at = 0; at != more.size(); ++at) group.items.array->push(arena_, more[at]);
}

}  // namespace stepstorm::jsonata
