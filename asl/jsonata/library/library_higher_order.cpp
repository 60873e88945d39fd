#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/library/library.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata::library {
namespace {

Value called(Evaluator& evaluator, const Arguments& arguments, const Items& items, std::size_t at) {
  return evaluator.call_with(arguments[1], items[at], make_number(static_cast<double>(at)), arguments[0]);
}

}  // namespace

Value map(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  Array* const results = new_sequence(evaluator.arena());
  for (std::size_t at = 0; at != items.size(); ++at)
    if (const Value result = called(evaluator, arguments, items, at)) results->push(evaluator.arena(), result);
  return make_array(results);
}

Value filter(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  Array* const results = new_sequence(evaluator.arena());
  for (std::size_t at = 0; at != items.size(); ++at)
    if (evaluator.is_truthy(called(evaluator, arguments, items, at))) results->push(evaluator.arena(), items[at]);
  return make_array(results);
}

Value single(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const Items items = evaluator.open(arguments[0]);
  bool found = false;
  Value only;
  for (std::size_t at = 0; at != items.size(); ++at) {
    if (arguments[1] && !evaluator.is_truthy(called(evaluator, arguments, items, at))) continue;
    if (found) stop("D3138", "single");
    found = true;
    only = items[at];
  }
  if (!found) stop("D3139", "single");
  return only;
}

Value reduce(Evaluator& evaluator, const Arguments& arguments, Value) {
  if (!arguments[0]) return {};
  const int arity = arity_of(*arguments[1].function);
  if (arity < 2) throw Failure{"D3050", Failure::nowhere, "reduce", {}, {}, 1};
  const Items items = evaluator.open(arguments[0]);
  const bool begins_with_first = !arguments[2] && items.size() != 0;
  Value result = begins_with_first ? items[0] : arguments[2];
  for (std::size_t at = begins_with_first ? 1 : 0; at != items.size(); ++at) {
    const Value all[] = {result, items[at], make_number(static_cast<double>(at)), arguments[0]};
    result = evaluator.call(arguments[1], {all, static_cast<std::size_t>(std::min(arity, 4))});
  }
  return result;
}

}  // namespace stepstorm::jsonata::library
