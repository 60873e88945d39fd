// Evaluator: one evaluation of a Program. Throws a Failure when the expression fails.
// Each node is evaluated with a context (the value of $) and the innermost frame of variables.
#pragma once

#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

#include "asl/jsonata/expression.hpp"
#include "asl/jsonata/function.hpp"
#include "asl/jsonata/syntax.hpp"

namespace stepstorm::jsonata {

struct RegexMatch;

/// The variables of a block or a function call, or one row of a join.
struct Frame {
  const Frame* outer = nullptr;
  const Tuple* tuple = nullptr;  // the row; null: slots() follow this object in memory

  Value* slots() const { return reinterpret_cast<Value*>(const_cast<Frame*>(this) + 1); }
};
static_assert(sizeof(Frame) % alignof(Value) == 0);

/// Storage for a call's arguments: enough for most calls; further arguments go to the arena.
struct ArgumentRoom {
  ArgumentRoom() {
    array.items = near;
    array.capacity = near_max;
  }
  static constexpr std::uint32_t near_max = 6;
  Array array;
  Value near[near_max];
};

/// A tail call: made after the function whose body ends with it has returned.
struct TailCall {
  Value function;
  const Node* node = nullptr;
  ArgumentRoom arguments;
};

class Evaluator {
 public:
  Evaluator(const Program& program, const Surroundings& surroundings, const Limits& limits);

  Value run(const Json* input);

  // ---- for functions ----

  Arena& arena() { return arena_; }
  const Surroundings& surroundings() const { return surroundings_; }
  Dialect dialect() const { return program_.dialect; }

  /// Returns whether JavaScript treats the value as true; for an array, whether one of its items is true. In AWS's
  /// dialect, a function is true unless it is a regular expression or was passed as an argument.
  bool is_truthy(Value value) const { return is_truthy(value, 0); }
  /// Counts steps; throws a Failure beyond the limit.
  void spend(std::size_t steps) {
    if (steps > steps_left_) [[unlikely]]
      out_of_steps();
    steps_left_ -= steps;
  }
  /// Returns the items of an array; counts a step for every eight.
  Items open(Value array) {
    const Items items{array};
    spend(items.size() / 8);
    return items;
  }
  /// Calls a function; its signature may take missing arguments from `context`.
  Value call(Value function, const Arguments& arguments, Value context = make_null());
  /// Calls a function with the first one, two or three of these arguments, depending on its arity.
  Value call_with(Value function, Value first, Value second, Value third);
  /// Keeps a document for as long as the evaluation lives.
  const Json& keep(Json document) { return documents_.emplace_front(std::move(document)); }

  Value copied(std::string_view text) { return make_text(arena_.copy(text)); }

  /// JSONata's append: returns a new array with the items of both; a value that is no array counts as one item.
  Value append(Value to, Value item);

 private:
  bool is_truthy(Value value, int depth) const;

  struct Results;
  struct Group;

  [[noreturn]] void out_of_steps() const;
  void enter_level() {
    if (depth_left_ == 0) [[unlikely]]
      too_deep();
    --depth_left_;
  }
  [[noreturn]] void too_deep() const;

  Value evaluate(const Node& node, Value context, const Frame* frame);
  Value evaluate_by_type(const Node& node, Value context, const Frame* frame);
  Value with_predicates(const Node& node, Value value, const Frame* frame);

  // evaluate_path.cpp
  Value path(const Node& node, Value context, const Frame* frame);
  Value end_of_path(const Node& node, Value sequence, const Frame* frame);
  void step(const Node& node, const Items& inputs, const Frame* frame, Results& results);
  Value filter(const Node& predicate, Value value, const Frame* frame, bool in_rows);
  Value item_at(Value value, double place);
  std::size_t times_chosen(Value chosen, std::size_t index, std::size_t size) const;
  Value look_up(Value input, const Node& name);
  void look_up_each(const Items& inputs, const Node& name, Array& found);
  Value wildcard(Value context);
  void add_member(Value value, Array& found);
  void flatten(Value value, Array& into);
  Value descendants(Value context);
  void add_descendants(Value value, Array& into);

  // evaluate_join.cpp
  Value joined_path(const Node& node, std::size_t from, Value input, const Items& inputs, const Frame* frame);
  Value rows_of(const Items& items, std::uint32_t index_label);
  Value join_step(const Node& node, Value rows, const Frame* frame);
  void add_rows(const Node& node, const Tuple& row, Value results, Array& rows);
  Value row_stages(const Node& node, Value rows, const Frame* frame);
  Value contexts_of(Value rows);
  Tuple* copy_row(const Tuple& row);
  Tuple* reduce_rows(Value rows);
  const Frame* row_frame(const Frame* outer, const Tuple* row) { return arena_.make<Frame>(outer, row); }

  // evaluate_group.cpp
  Value object(const Node& node, Value context, const Frame* frame);
  Value group(const Node& node, Value items, const Frame* frame, bool in_rows);
  void add_to_group(
      const Node& node, std::size_t pair, Value name, Value item, Object& numbers, std::vector<Group>& groups);

  // evaluate_sort.cpp
  Value sort_step(const Node& node, Value input, const Frame* frame);
  Value sort_term(const Node& node, std::size_t term, Value item, const Frame* frame, bool rows);

  // evaluate_operators.cpp
  Value binary(const Node& node, Value context, const Frame* frame);
  Value negate(const Node& node, Value context, const Frame* frame);
  Value array(const Node& node, Value context, const Frame* frame);
  Value range(const Node& node, Value left, Value right);
  Value concatenate(Value left, Value right);

  // evaluate_function.cpp
  Value variable(const Node& node, const Frame* frame) const;
  Value global(std::uint32_t index) const;
  Value find_global(const std::string& name) const;
  Value bind(const Node& node, Value context, const Frame* frame);
  Value block(const Node& node, Value context, const Frame* frame);
  Value block_body(const Node& node, Value context, const Frame* frame);
  Value lambda(const Node& node, Value context, const Frame* frame);
  Value function_call(const Node& node, Value context, const Frame* frame, const Value* applied);
  Value partial(const Node& node, Value context, const Frame* frame);
  Value apply(const Node& node, Value context, const Frame* frame);
  Value postponed(const Node& node, Value callee, const Arguments& arguments);
  Value call_postponed(Value context);
  Value call_once(const Function& function, const Arguments& arguments, Value context);
  Value call_lambda(const Function& function, const Arguments& arguments);
  Value call_partial(const Function& function, const Arguments& arguments);
  Value call_chain(const Function& function, const Arguments& arguments);
  Value first_match(const Function& matcher, Value text);
  Value next_match(const Function& next);
  Value match_object(const Function& matcher, Value text, const RegexMatch& match);
  [[noreturn]] void not_a_function(const Node& node, Value callee, const Frame* frame) const;

  // evaluate_transform.cpp
  Value transform(const Function& function, Value argument);
  void change(const Node& node, Value match, const Frame* frame);

  const Program& program_;
  const Surroundings& surroundings_;
  mutable Arena arena_;
  std::size_t steps_left_;
  std::size_t depth_left_;
  Value input_;
  Value* globals_ = nullptr;
  std::uint32_t* hints_ = nullptr;
  TailCall tail_call_;  // one is enough: no evaluation happens between a function's return and this call
  std::forward_list<Json> documents_;
};

/// Returns the value as JSON, for error messages.
std::string described(Value value);

}  // namespace stepstorm::jsonata
