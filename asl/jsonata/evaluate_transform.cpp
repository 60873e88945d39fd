// |pattern|update, deletion|: a function that copies its argument and changes the places in the copy that match the
// pattern.
// Source: JSONata's documentation, "Transform".
#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

enum Part : std::size_t { Pattern, Update, Clone, Deletion };

}  // namespace

Value Evaluator::transform(const Function& function, Value argument) {
  if (!argument) return {};
  const Node& node = *function.node;
  const Value clone = evaluate(*node.children[Clone], function.context, function.frame);
  if (!clone.is(Kind::Function)) stop_at(node.position, "T2013");
  const Value copy = call(clone, {&argument, 1});
  const Value matches = evaluate(*node.children[Pattern], copy, function.frame);
  if (!matches) return copy;
  const Items items = matches.is(Kind::Array) ? open(matches) : Items{&matches, 1};
  for (std::size_t at = 0; at != items.size(); ++at) change(node, items[at], function.frame);
  return copy;
}

void Evaluator::change(const Node& node, Value match, const Frame* frame) {
  const bool is_copy = match.is(Kind::Object) && !match.in_document;
  const Value update = evaluate(*node.children[Update], match, frame);
  if (update) {
    if (!update.is(Kind::Object)) stop_at(node.children[Update]->position, "T2011", {}, described(update));
    const Entries entries{update};
    spend(entries.size());
    for (std::size_t at = 0; at != entries.size() && is_copy; ++at)
      match.object->set(arena_, entries[at].name, entries[at].value);
  }
  if (node.children.size() <= Deletion) return;
  const Value names = evaluate(*node.children[Deletion], match, frame);
  if (!names) return;
  const Items items = names.is(Kind::Array) ? open(names) : Items{&names, 1};
  for (std::size_t at = 0; at != items.size(); ++at)
    if (!items[at].is(Kind::Text)) stop_at(node.children[Deletion]->position, "T2012", {}, described(names));
  for (std::size_t at = 0; at != items.size() && is_copy; ++at) match.object->erase(items[at].text());
}

}  // namespace stepstorm::jsonata
