// Converts values to text, for $string and &, and to JSON, for an evaluation's result.
#pragma once

#include <string>
#include <string_view>

#include "asl/jsonata/expression.hpp"
#include "asl/jsonata/value.hpp"

namespace stepstorm::jsonata {

/// Appends $string's text: JSON, strings without quotes, an empty text for functions. Fractions have 15 digits.
/// `pretty`: one value per line, indented by two blanks per level. Throws a Failure: D3001 for a number that is not
/// finite, U1003 beyond `bytes_max`.
void append_text(std::string& to, Value value, bool pretty = false, std::size_t bytes_max = 64u << 20);

/// Returns a copy as JSON. Inside it, functions become "" and Nothing in arrays becomes null. `value` itself must be
/// neither Nothing nor a function.
Json to_json(Value value);

/// Returns a double as JSON: as an integer if it is one that doubles represent exactly.
Json number_to_json(double number);

}  // namespace stepstorm::jsonata
