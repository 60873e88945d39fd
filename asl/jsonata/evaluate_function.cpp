// Variables, blocks and functions: definition, partial application, chaining and calls.
// Source: JSONata's documentation, "Functions": higher-order functions, tail call optimization, partial application.
#include <algorithm>

#include "asl/jsonata/evaluator.hpp"
#include "asl/jsonata/regex/regex.hpp"
#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

/// Stack memory for a frame that does not outlive its block.
struct FrameRoom {
  static constexpr std::uint32_t slots_max = 6;
  Frame frame;
  Value slots[slots_max];
};
static_assert(offsetof(FrameRoom, slots) == sizeof(Frame));

// Returns the name of the called function, as written.
std::string_view called_name(const Node& callee) {
  if (callee.type == NodeType::Path) return callee.children.front()->text;
  return callee.type == NodeType::Variable ? std::string_view{callee.text} : std::string_view{};
}

// Adds the call's position and name to a failure without them.
void name_call(Failure& failure, const Node& call) {
  if (failure.position == Failure::nowhere) failure.position = call.position;
  if (failure.token.empty()) failure.token = called_name(*call.children[0]);
}

const Signature& transform_signature() {
  static const Signature signature = Signature::parse("<(oa):o>");
  return signature;
}

}  // namespace

// ---- variables ----

Value Evaluator::variable(const Node& node, const Frame* frame) const {
  std::uint16_t out = 0;
  for (const Candidate& candidate : node.candidates) {
    for (; out != candidate.frames_out; ++out) frame = frame->outer;
    if (!candidate.in_tuple) {
      const Value value = frame->slots()[candidate.slot];
      if (!value.is(Kind::Unbound)) return value;
    } else if (const Value* const value = frame->tuple ? frame->tuple->find(candidate.slot) : nullptr) {
      return *value;
    }
  }
  return node.global == Node::none ? Value{} : global(node.global);
}

Value Evaluator::global(std::uint32_t index) const {
  Value& known = globals_[index];
  if (known.is(Kind::Unbound)) known = find_global(program_.globals[index]);
  return known;
}

Value Evaluator::find_global(const std::string& name) const {
  if (name == "$") return input_;
  if (const std::optional<Binding> binding = surroundings_.variable(name)) {
    if (binding->document) return view(*binding->document);
    Object* const object = arena_.make<Object>();
    for (const auto& [member, document] : binding->members) object->set(arena_, arena_.copy(member), view(*document));
    return make_object(object);
  }
  const LibraryFunction* const found = find_library_function(name, program_.dialect);
  if (!found) return {};
  return make_function(arena_.make<Function>(Function{Function::Type::Library, found}));
}

Value Evaluator::bind(const Node& node, Value context, const Frame* frame) {
  const Value value = evaluate(*node.children[0], context, frame);
  const Candidate& place = node.candidates.front();
  for (std::uint16_t out = 0; out != place.frames_out; ++out) frame = frame->outer;
  frame->slots()[place.slot] = value;
  return value;
}

// ---- blocks ----

Value Evaluator::block(const Node& node, Value context, const Frame* frame) {
  if (!node.needs_frame) return block_body(node, context, frame);
  if (!node.frame_escapes && node.slot_count <= FrameRoom::slots_max) {
    FrameRoom room;
    room.frame.outer = frame;
    std::fill_n(room.slots, node.slot_count, unbound());
    return block_body(node, context, &room.frame);
  }
  Frame* const inner = new (arena_.allocate(sizeof(Frame) + node.slot_count * sizeof(Value))) Frame{frame, nullptr};
  std::fill_n(inner->slots(), node.slot_count, unbound());
  return block_body(node, context, inner);
}

Value Evaluator::block_body(const Node& node, Value context, const Frame* frame) {
  Value last;
  for (const Node* part : node.children) last = evaluate(*part, context, frame);
  return last;
}

// ---- definitions ----

Value Evaluator::lambda(const Node& node, Value context, const Frame* frame) {
  const auto type = node.type == NodeType::Lambda ? Function::Type::Lambda : Function::Type::Transform;
  return make_function(arena_.make<Function>(Function{type, nullptr, &node, frame, context}));
}

Value Evaluator::partial(const Node& node, Value context, const Frame* frame) {
  const std::size_t count = node.children.size() - 1;
  Value* const bound = arena_.many<Value>(count);
  for (std::size_t at = 0; at != count; ++at) {
    const Node& argument = *node.children[at + 1];
    bound[at] = argument.type == NodeType::Placeholder ? unbound() : evaluate(argument, context, frame);
  }
  const Value callee = evaluate(*node.children[0], context, frame);
  if (!callee.is(Kind::Function)) not_a_function(node, callee, frame);
  Function function{Function::Type::Partial};
  function.first = callee.function;
  function.bound = {bound, count};
  return make_function(arena_.make<Function>(function));
}

/// Reports a missing $ when a variable of this name exists.
void Evaluator::not_a_function(const Node& node, Value callee, const Frame* frame) const {
  const bool is_partial = node.type == NodeType::Partial;
  const Node& name = *node.children[0];
  if (!callee && node.meant && variable(*node.meant, frame))
    stop_at(node.position, is_partial ? "T1007" : "T1005", called_name(name));
  stop_at(node.position, is_partial ? "T1008" : "T1006", called_name(name));
}

// ---- calls ----

Value Evaluator::function_call(const Node& node, Value context, const Frame* frame, const Value* applied) {
  const Value callee = evaluate(*node.children[0], context, frame);
  if (!callee && node.children[0]->type == NodeType::Path) not_a_function(node, callee, frame);
  ArgumentRoom room;
  if (applied) room.array.push(arena_, *applied);
  for (std::size_t at = 1; at != node.children.size(); ++at) {
    Value argument = evaluate(*node.children[at], context, frame);
    argument.is_argument = argument.is(Kind::Function);
    room.array.push(arena_, argument);
  }
  if (!callee.is(Kind::Function)) not_a_function(node, callee, frame);
  const Arguments arguments{room.array.items, room.array.size};
  if (node.tail && !applied) return postponed(node, callee, arguments);
  try {
    return call(callee, arguments, context);
  } catch (Failure& failure) {
    name_call(failure, node);
    throw;
  }
}

Value Evaluator::postponed(const Node& node, Value callee, const Arguments& arguments) {
  tail_call_.function = callee;
  tail_call_.node = &node;
  tail_call_.arguments.array.size = 0;
  for (std::size_t at = 0; at != arguments.size; ++at) tail_call_.arguments.array.push(arena_, arguments[at]);
  Value later;
  later.kind = Kind::TailCall;
  return later;
}

Value Evaluator::call_postponed(Value context) {
  const Node& node = *tail_call_.node;
  ArgumentRoom room;
  for (std::uint32_t at = 0; at != tail_call_.arguments.array.size; ++at)
    room.array.push(arena_, tail_call_.arguments.array.items[at]);
  try {
    return call_once(*tail_call_.function.function, {room.array.items, room.array.size}, context);
  } catch (Failure& failure) {
    name_call(failure, node);
    throw;
  }
}

Value Evaluator::call(Value function, const Arguments& arguments, Value context) {
  if (!function.is(Kind::Function)) stop("T1006");
  Value result = call_once(*function.function, arguments, context);
  while (result.is(Kind::TailCall)) result = call_postponed(context);
  return result;
}

Value Evaluator::call_with(Value function, Value first, Value second, Value third) {
  const Value values[] = {first, second, third};
  const int arity = function.is(Kind::Function) ? arity_of(*function.function) : 1;
  return call(function, {values, static_cast<std::size_t>(std::clamp(arity, 1, 3))});
}

Value Evaluator::call_once(const Function& function, const Arguments& arguments, Value context) {
  ArgumentRoom room;
  switch (function.type) {
    case Function::Type::Library: {
      const LibraryFunction& library = *function.library;
      return library.run(*this, library.signature.validate(arguments, context, arena_, room.array), context);
    }
    case Function::Type::Lambda:
      if (!function.node->signature) return call_lambda(function, arguments);
      return call_lambda(function, function.node->signature->validate(arguments, context, arena_, room.array));
    case Function::Type::Partial: return call_partial(function, arguments);
    case Function::Type::Chain: return call_chain(function, arguments);
    case Function::Type::Matcher: return first_match(function, arguments[0]);
    case Function::Type::NextMatch: return next_match(function);
    case Function::Type::Transform:
      return transform(function, transform_signature().validate(arguments, context, arena_, room.array)[0]);
  }
  return {};
}

Value Evaluator::call_lambda(const Function& function, const Arguments& arguments) {
  const Node& node = *function.node;
  const auto fill = [&](Value* slots) {
    std::fill_n(slots, node.slot_count, unbound());
    for (std::size_t at = 0; at != node.parameter_slots.size(); ++at) slots[node.parameter_slots[at]] = arguments[at];
  };
  if (!node.frame_escapes && node.slot_count <= FrameRoom::slots_max) {
    FrameRoom room;
    room.frame.outer = function.frame;
    fill(room.slots);
    return evaluate(*node.children[0], function.context, &room.frame);
  }
  Frame* const frame =
      new (arena_.allocate(sizeof(Frame) + node.slot_count * sizeof(Value))) Frame{function.frame, nullptr};
  fill(frame->slots());
  return evaluate(*node.children[0], function.context, frame);
}

Value Evaluator::call_chain(const Function& function, const Arguments& arguments) {
  enter_level();
  const Value between = call(make_function(function.first), arguments);
  const Value result = call(make_function(function.second), {&between, 1});
  ++depth_left_;
  return result;
}

/// Fills the placeholders with the arguments. Ignores the signature of a lambda.
Value Evaluator::call_partial(const Function& function, const Arguments& arguments) {
  enter_level();
  ArgumentRoom room;
  std::size_t next = 0;
  for (std::size_t at = 0; at != function.bound.size; ++at) {
    const Value bound = function.bound.values[at];
    room.array.push(arena_, bound.is(Kind::Unbound) ? arguments[next++] : bound);
  }
  const Function& whole = *function.first;
  const bool takes_fewer = whole.type == Function::Type::Library && whole.library->signature.size() < room.array.size;
  const Arguments all{room.array.items, takes_fewer ? whole.library->signature.size() : room.array.size};
  const Value result =
      whole.type == Function::Type::Lambda ? call_lambda(whole, all) : call(make_function(&whole), all);
  ++depth_left_;
  return result;
}

Value Evaluator::apply(const Node& node, Value context, const Frame* frame) {
  const Value left = evaluate(*node.children[0], context, frame);
  const Node& right = *node.children[1];
  if (right.type == NodeType::Call) return function_call(right, context, frame, &left);
  const Value function = evaluate(right, context, frame);
  if (!function.is(Kind::Function)) stop_at(node.position, "T2006", "~>", described(function));
  if (!left.is(Kind::Function)) return call(function, {&left, 1});
  Function chain{Function::Type::Chain};
  chain.first = left.function;
  chain.second = function.function;
  return make_function(arena_.make<Function>(chain));
}

int arity_of(const Function& function) {
  switch (function.type) {
    case Function::Type::Library: return function.library->arity;
    case Function::Type::Lambda: return static_cast<int>(function.node->parameters.size());
    case Function::Type::Partial:
      return static_cast<int>(std::count_if(function.bound.values,
                                            function.bound.values + function.bound.size,
                                            [](Value value) { return value.is(Kind::Unbound); }));
    case Function::Type::Matcher: return 2;
    case Function::Type::NextMatch: return 0;
    case Function::Type::Chain:
    case Function::Type::Transform: return 1;
  }
  return 1;
}

// ---- regular expressions as functions ----

Value Evaluator::first_match(const Function& matcher, Value text) {
  if (!text.is(Kind::Text)) return {};
  const std::optional<RegexMatch> found = value_or_stop(matcher.node->regex->first(text.text()));
  return found ? match_object(matcher, text, *found) : Value{};
}

Value Evaluator::next_match(const Function& next) {
  const std::string_view text = next.text.text();
  RegexMatch previous;
  previous.text = text.substr(next.match_begin, next.match_size);
  previous.offset = next.match_begin;
  previous.start = next.match_start;
  previous.end = next.match_end;
  const std::optional<RegexMatch> found = value_or_stop(next.node->regex->next(text, previous));
  return found ? match_object(next, next.text, *found) : Value{};
}

Value Evaluator::match_object(const Function& matcher, Value text, const RegexMatch& match) {
  Array* const groups = arena_.make<Array>();
  for (const auto& group : match.groups) groups->push(arena_, group ? make_text(*group) : Value{});
  Function next{Function::Type::NextMatch, nullptr, matcher.node};
  next.text = text;
  next.match_begin = static_cast<std::uint32_t>(match.offset);
  next.match_size = static_cast<std::uint32_t>(match.text.size());
  next.match_start = static_cast<std::uint32_t>(match.start);
  next.match_end = static_cast<std::uint32_t>(match.end);
  Object* const object = arena_.make<Object>();
  object->set(arena_, "match", make_text(match.text));
  object->set(arena_, "start", make_number(static_cast<double>(match.start)));
  object->set(arena_, "end", make_number(static_cast<double>(match.end)));
  object->set(arena_, "groups", make_array(groups));
  object->set(arena_, "next", make_function(arena_.make<Function>(next)));
  return make_object(object);
}

}  // namespace stepstorm::jsonata
