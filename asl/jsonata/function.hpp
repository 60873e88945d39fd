// Functions as values: library functions, functions defined in an expression, and functions derived from these.
#pragma once

#include <cstdint>
#include <string_view>

#include "asl/jsonata/library/signature.hpp"
#include "asl/jsonata/syntax.hpp"
#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

class Evaluator;
struct Frame;

/// Implements a library function. Receives the arguments after its signature has validated them, and the context.
using Implementation = Value (*)(Evaluator& evaluator, const Arguments& arguments, Value context);

struct LibraryFunction {
  std::string_view name;
  Implementation run;
  int arity;  // how many of (value, index, array) a higher-order function passes to it
  Signature signature;
};
/// Returns null when the dialect has no such function.
const LibraryFunction* find_library_function(std::string_view name, Dialect dialect);

struct Function {
  enum class Type : std::uint8_t {
    Library,
    Lambda,     // node, frame, context
    Partial,    // partial application of `first` to `bound`; Unbound places are the parameters
    Chain,      // applies `second` to the result of `first`
    Matcher,    // a regular expression
    NextMatch,  // finds the next match in `text`, after the one at match_begin
    Transform,  // node, frame, context
  };

  Type type{};
  const LibraryFunction* library = nullptr;
  const Node* node = nullptr;
  const Frame* frame = nullptr;
  Value context = {};
  const Function* first = nullptr;
  const Function* second = nullptr;
  Arguments bound = {};
  Value text = {};
  std::uint32_t match_begin = 0;  // byte offset in `text`
  std::uint32_t match_size = 0;
  std::uint32_t match_start = 0;  // in UTF-16 units
  std::uint32_t match_end = 0;
};

int arity_of(const Function& function);

}  // namespace stepstorm::jsonata
