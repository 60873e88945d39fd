// Values as text: what $string and & make of them, and what an evaluation gives back.
#pragma once

#include <string>
#include <string_view>

#include "asl/jsonata/expression.hpp"
#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

/// Appends what $string gives: JSON, texts as they are, nothing for functions. Fractions have 15 digits. `pretty`: a line
/// each, two blanks deeper per level. Throws a Failure: D3001 for what is no finite number, U1003 beyond `bytes_max`.
void append_text(std::string& to, Value value, bool pretty = false, std::size_t bytes_max = 64u << 20);

/// A copy as JSON. Functions inside become "", what is nothing inside arrays null. `value` is something and no function.
Json to_json(Value value);

/// A double as JSON: an integer where it is one that doubles hold exactly.
Json number_to_json(double number);

}  // namespace stepstorm::jsonata
