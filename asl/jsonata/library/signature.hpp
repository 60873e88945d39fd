// Signature: the parameters of a function, in JSONata's notation: <s-nn?:s>. Checks the arguments of a call, inserts
// the context for a missing argument if the signature allows it, and wraps single values in arrays where it asks for
// arrays. Source: JSONata's documentation, "Function signature syntax".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

/// The arguments of a call, stored on an arena or a stack. Indices from `size` on give Nothing.
struct Arguments {
  const Value* values = nullptr;
  std::size_t size = 0;

  Value operator[](std::size_t index) const { return index < size ? values[index] : Value{}; }
};

class Signature {
 public:
  /// Parses a signature; `position` is its byte offset in the expression. Throws a Failure: S0401, S0402.
  static Signature parse(std::string_view text, std::size_t position = 0);

  /// Returns the number of parameters.
  std::size_t size() const { return parameters_.size(); }

  /// Returns the checked arguments; stores them in `room` (empty before) if they differ from `arguments`. Throws a
  /// Failure: T0410, T0411, T0412.
  Arguments validate(const Arguments& arguments, Value context, Arena& arena, Array& room) const;

 private:
  struct Parameter {
    std::uint16_t types = 0;  // a set of Type
    char symbol = ' ';        // 'a' for arrays, '(' for choices, ...
    char repeats = '1';       // as in regular expressions: '1', '?', '+'
    bool takes_context = false;
    std::string subtype;  // of an array or a function, without brackets
  };

  void read_parameter(std::string_view text, std::size_t& at, std::size_t position);
  bool is_taken_as_is(const Arguments& arguments) const;
  bool match(std::size_t parameter, const Arguments& arguments, std::size_t from, std::uint8_t* taken) const;
  bool fits(const Arguments& arguments, std::uint8_t* taken) const;
  void bind(const Parameter& parameter,
            const Arguments& arguments,
            std::size_t from,
            std::size_t count,
            Value context,
            Arena& arena,
            Array& bound) const;
  [[noreturn]] void refuse(const Arguments& arguments) const;

  std::vector<Parameter> parameters_;
};

}  // namespace stepstorm::jsonata
