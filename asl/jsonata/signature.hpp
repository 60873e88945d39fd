// What a function takes, as JSONata writes it: <s-nn?:s>. Checks the arguments of a call, puts the context in the place of
// a missing argument where the signature allows that, and makes arrays of single values where it asks for arrays.
// Source: JSONata's documentation, "Function signature syntax".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

/// Values on an arena or a stack; those beyond `size` are nothing.
struct Arguments {
  const Value* values = nullptr;
  std::size_t size = 0;

  Value operator[](std::size_t index) const { return index < size ? values[index] : Value{}; }
};

class Signature {
 public:
  /// Throws a Failure: S0401, S0402. `position` is where the text stands in the expression.
  static Signature parse(std::string_view text, std::size_t position = 0);

  /// How many parameters there are.
  std::size_t size() const { return parameters_.size(); }

  /// Throws a Failure: T0410, T0411, T0412. What differs from `arguments` lies in `room`, which is empty before.
  Arguments validate(const Arguments& arguments, Value context, Arena& arena, Array& room) const;

 private:
  struct Parameter {
    std::uint16_t types = 0;  // a set of Type
    char symbol = ' ';        // 'a' for arrays, '(' for choices, ...
    char repeats = '1';       // as in regular expressions: '1', '?', '+'
    bool takes_context = false;
    std::string subtype;  // of an array or a function, without its brackets
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
