// An expression as a tree: what parse makes of its text, shape makes ready, and resolve completes; then it is read only.
//
//   parse    operators by binding power; paths are still chains of Dot, Filter, GroupBy, OrderBy, Focus and Index
//   shape    those become Path nodes with steps and stages; every % gets the step whose context it means
//   resolve  names of variables become slots in frames; constants are computed
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "asl/jsonata/dialect.hpp"
#include "asl/jsonata/signature.hpp"
#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

class Regex;

enum class NodeType : std::uint8_t {
  // What the children of a node are stands behind it.
  Path,  // steps
  Name,
  Text,
  Number,
  Constant,  // true, false, null, and what resolve has computed
  Wildcard,
  Descendants,
  Parent,
  Variable,
  Context,    // $
  Binary,     // left, right
  Negate,     // operand
  ArrayOf,    // items
  ObjectOf,   // name, value, name, value, ...
  Condition,  // condition, then, else (may be missing)
  Coalesce,   // left, right: ??
  Default,    // left, right: ?:
  Block,      // expressions
  Bind,       // value
  Regex,
  Call,         // function, arguments
  Partial,      // function, arguments
  Placeholder,  // ? among the arguments of Partial
  Lambda,       // body
  Apply,        // left, right
  Transform,    // pattern, update, $clone, deletion (may be missing)
  Sort,         // terms
  // Only before shape.
  Dot,
  Filter,
  GroupBy,  // left, ObjectOf
  OrderBy,  // left, terms
  Focus,
  Index,
  Word,  // and, or, in where a name stands
  End,
};

/// What the reference implementation calls a node of this type; messages name it.
std::string_view type_name(NodeType type);

enum class Operator : std::uint8_t {
  Add,
  Subtract,
  Multiply,
  Divide,
  Remainder,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Concatenate,
  And,
  Or,
  In,
  Range,
};

std::string_view operator_text(Operator op);

struct Node;

/// What is done to all results of a step, or to the value of a node that is no step.
struct Stage {
  Node* predicate = nullptr;  // null: gives each result its number as the variable `label`
  std::uint32_t label = 0;
};

/// Where a variable may be found: in a frame so many frames out, unless it has not been assigned there.
struct Candidate {
  std::uint16_t frames_out = 0;
  bool in_tuple = false;  // `slot` is a label's id
  std::uint32_t slot = 0;
};

struct Node {
  static constexpr std::uint32_t none = 0xffffffff;

  NodeType type{};
  Operator op{};
  bool keep_array = false;      // []: one result stays an array
  bool keep_singleton = false;  // a path with such a step
  bool constructed = false;     // [...] as first or last step: its array is kept whole
  bool tuple = false;           // a step that makes rows of a join; a path or block whose rows others want
  bool in_tuples = false;       // predicates and group are evaluated in a row's frame
  bool tail = false;            // a call that is the last thing a function does
  bool needs_frame = false;     // a Block or Lambda that has variables
  bool frame_escapes = false;   // ... which functions made in it still see
  std::uint32_t position = 0;   // bytes into the expression, behind its token

  std::string text;  // name, variable, text, pattern of a regex
  std::string flags;
  Value literal;  // Text, Number, Constant
  std::vector<Node*> children;
  std::vector<Stage> stages;      // of a step
  std::vector<Stage> predicates;  // of a node that is no step
  Node* group = nullptr;          // an ObjectOf: {...} behind a path
  std::vector<bool> descending;   // Sort: by term

  std::uint32_t focus = none;          // @$name, a label's id
  std::uint32_t index = none;          // #$name
  std::uint32_t ancestor = none;       // the label under which a later % finds this step's context
  std::vector<std::uint32_t> seeking;  // during shape: places of parents that lie outside this node

  std::vector<Candidate> candidates;    // Variable, Parent: innermost first; Bind: where it assigns
  std::uint32_t global = none;          // Variable: beyond all frames
  std::uint32_t slot_count = 0;         // Block, Lambda
  std::uint32_t hint = none;            // Name: where the member was found last
  std::vector<std::string> parameters;  // Lambda
  std::vector<std::uint32_t> parameter_slots;
  Node* meant = nullptr;  // Call, Partial of a name: the variable that may have been meant
  std::shared_ptr<const Signature> signature;
  std::shared_ptr<const jsonata::Regex> regex;
};

/// A compiled expression. Immutable once it is made; may be shared by threads.
struct Program {
  std::string text;
  Dialect dialect = Dialect::Aws;
  std::deque<Node> nodes;
  Node* root = nullptr;
  std::uint32_t top_slots = 0;      // variables assigned outside all blocks
  std::vector<std::string> labels;  // names of @ and # variables by id; parents' labels come behind them
  std::uint32_t label_count = 0;
  std::vector<std::string> globals;  // names that nothing in the expression assigns
  std::uint32_t hint_count = 0;
  std::deque<std::vector<Value>> constant_items;  // of arrays that are written out
  std::deque<Array> constant_arrays;

  Node* make(NodeType type, std::size_t position);
};

/// All three throw a Failure.
Node* parse(Program& program);
Node* shape(Program& program, Node* parsed);
void resolve(Program& program);

}  // namespace stepstorm::jsonata
