// Functions as values: the library's, those that an expression defines, and what is made of them.
#pragma once

#include <cstdint>
#include <string_view>

#include "asl/jsonata/signature.hpp"
#include "asl/jsonata/syntax.hpp"
#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

class Evaluator;
struct Frame;

/// A function of the library: arguments as its signature has left them, and the context.
using Implementation = Value (*)(Evaluator& evaluator, const Arguments& arguments, Value context);

struct LibraryFunction {
  std::string_view name;
  Implementation run;
  int arity;  // how many of (value, index, array) a higher-order function gives it
  Signature signature;
};
/// Null: this dialect has no such function.
const LibraryFunction* find_library_function(std::string_view name, Dialect dialect);

struct Function {
  enum class Type : std::uint8_t {
    Library,
    Lambda,     // node, frame, context
    Partial,    // of `first`, with `bound`: places that are Unbound are the parameters
    Chain,      // `second` of what `first` makes
    Matcher,    // a regular expression
    NextMatch,  // the match behind `match` in `text`
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
  std::uint32_t match_begin = 0;  // bytes into `text`
  std::uint32_t match_size = 0;
  std::uint32_t match_start = 0;  // in UTF-16 units
  std::uint32_t match_end = 0;
};

int arity_of(const Function& function);

}  // namespace stepstorm::jsonata
