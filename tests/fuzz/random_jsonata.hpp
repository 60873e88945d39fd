// JSONata expressions and documents made from a fuzzer's bytes: most of them valid, over a document whose members they
// name. When the bytes run out, what is built of them ends.
#pragma once

#include <string>

#include "tests/fuzz/byte_source.hpp"
#include "values/json.hpp"

namespace stepstorm::fuzz {

/// `depth`: how many expressions may stand inside each other.
[[nodiscard]] std::string random_jsonata(ByteSource& bytes, int depth);

/// Objects, arrays and values with the names that the expressions look for, of which each may lack.
[[nodiscard]] Json random_jsonata_input(ByteSource& bytes);

}  // namespace stepstorm::fuzz
