// Java behaviour that is visible in the service: the order of a HashMap's keys, the text of a Map or List, the length
// of a String.
// Source: java.lang.String.hashCode, java.util.HashMap, List, Map and AbstractMap.toString; recordings.md 3.3, 3.5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "values/json.hpp"

namespace stepstorm::asl {

/// In UTF-16 code units.
[[nodiscard]] std::size_t java_length(std::string_view text);

[[nodiscard]] std::int32_t java_hash(const Json& value);

/// {Arg1=1, Arg2=[]}, strings bare.
[[nodiscard]] std::string java_text(const Json& value);

/// {a={b=1}, l=[1,{"x":2}], s=text}: as the path engine prints a Jackson node: it unwraps objects and scalars, not
/// arrays.
[[nodiscard]] std::string unwrapped_text(const Json& value);

/// Returns the indexes of distinct keys with these hashes, in the iteration order of a HashMap.
[[nodiscard]] std::vector<std::size_t> hash_map_order(const std::vector<std::int32_t>& hashes);

}  // namespace stepstorm::asl
