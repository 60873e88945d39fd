// The syntax tree of an expression, built by three passes and read-only afterwards:
//
//   parse    operators by binding power; paths are still chains of Dot, Filter, GroupBy, OrderBy, Focus and Index
//   shape    turns chains into Path nodes with steps and stages; binds every % to the step whose context it means
//   resolve  turns variable names into slots in frames; computes constants
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "asl/jsonata/dialect.hpp"
#include "asl/jsonata/library/signature.hpp"
#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

class Regex;

enum class NodeType : std::uint8_t {
  // The comment after each type lists its children.
  Path,  // steps
  Name,
  Text,
  Number,
  Constant,  // true, false, null, and constants computed by resolve
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
  Word,  // and, or, in, used as a name
  End,
};

/// Returns the reference implementation's name of this node type, for messages.
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

/// One operation on all results of a step, or on the value of a node that is not a step.
struct Stage {
  Node* predicate = nullptr;  // null: binds each result's index to the variable `label`
  std::uint32_t label = 0;
};

/// A place where a variable may be found: a frame, counted outwards. The variable may be unassigned there.
struct Candidate {
  std::uint16_t frames_out = 0;
  bool in_tuple = false;  // `slot` is a label's id
  std::uint32_t slot = 0;
};

struct Node {
  static constexpr std::uint32_t none = 0xffffffff;

  NodeType type{};
  Operator op{};
  bool keep_array = false;      // []: a single result stays an array
  bool keep_singleton = false;  // a path that contains a step with keep_array
  bool constructed = false;     // [...] as first or last step: its array is not flattened
  bool tuple = false;           // a step that makes rows of a join; a path or block whose rows are used outside it
  bool in_tuples = false;       // predicates and group are evaluated in a row's frame
  bool tail = false;            // a tail call
  bool needs_frame = false;     // a Block or Lambda with variables
  bool frame_escapes = false;   // functions made in the Block or Lambda refer to its frame
  std::uint32_t position = 0;   // byte offset in the expression, after the node's token

  std::string text;  // name, variable, text, pattern of a regex
  std::string flags;
  Value literal;  // Text, Number, Constant
  std::vector<Node*> children;
  std::vector<Stage> stages;      // of a step
  std::vector<Stage> predicates;  // of a node that is not a step
  Node* group = nullptr;          // an ObjectOf: {...} after a path
  std::vector<bool> descending;   // Sort: for each term

  std::uint32_t focus = none;          // @$name: a label's id
  std::uint32_t index = none;          // #$name: a label's id
  std::uint32_t ancestor = none;       // the label under which a later % finds this step's context
  std::vector<std::uint32_t> seeking;  // during shape: parents (%) that refer to a step outside this node

  std::vector<Candidate> candidates;    // Variable, Parent: innermost first; Bind: the place that it assigns
  std::uint32_t global = none;          // Variable: index of the global, if it is in no frame
  std::uint32_t slot_count = 0;         // Block, Lambda
  std::uint32_t hint = none;            // Name: index of the hint where the member was found last
  std::vector<std::string> parameters;  // Lambda
  std::vector<std::uint32_t> parameter_slots;
  Node* meant = nullptr;  // Call, Partial of a name: the variable that was probably meant
  std::shared_ptr<const Signature> signature;
  std::shared_ptr<const jsonata::Regex> regex;
};

/// A compiled expression. Immutable after resolve(); may be shared by threads.
struct Program {
  std::string text;
  Dialect dialect = Dialect::Aws;
  std::deque<Node> nodes;
  Node* root = nullptr;
  std::uint32_t top_slots = 0;      // variables assigned outside all blocks
  std::vector<std::string> labels;  // names of @ and # variables by id; labels of parents have the following ids
  std::uint32_t label_count = 0;
  std::vector<std::string> globals;  // variables that the expression does not assign
  std::uint32_t hint_count = 0;
  std::deque<std::vector<Value>> constant_items;  // items of constant arrays
  std::deque<Array> constant_arrays;

  Node* make(NodeType type, std::size_t position);
};

/// The three passes; each throws a Failure.
Node* parse(Program& program);
Node* shape(Program& program, Node* parsed);
void resolve(Program& program);

}  // namespace stepstorm::jsonata
