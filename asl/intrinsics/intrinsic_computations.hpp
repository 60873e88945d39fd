// The computation behind each intrinsic function, by family, and how they read their arguments.
// The number of arguments has been checked before, as far as intrinsic_functions.cpp states it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "asl/intrinsics/intrinsic_functions.hpp"
#include "asl/quotas.hpp"

namespace stepstorm::asl::intrinsics {

using Arguments = IntrinsicFunction::Arguments;
using Outcome = tl::expected<Json, Refusal>;

// ---- text: intrinsic_text.cpp

Outcome format(Arguments arguments, const References&);
Outcome json_to_string(Arguments arguments, const References&);
Outcome string_split(Arguments arguments, const References&);
Outcome string_to_json(Arguments arguments, const References&);

// ---- encodings and digests: intrinsic_encoding.cpp

Outcome base64_decode(Arguments arguments, const References&);
Outcome base64_encode(Arguments arguments, const References&);
Outcome hash(Arguments arguments, const References&);

// ---- arrays and objects: intrinsic_collections.cpp

Outcome array(Arguments arguments, const References&);
Outcome array_contains(Arguments arguments, const References&);
Outcome array_get_item(Arguments arguments, const References&);
Outcome array_length(Arguments arguments, const References&);
Outcome array_partition(Arguments arguments, const References&);
Outcome array_range(Arguments arguments, const References&);
Outcome array_unique(Arguments arguments, const References&);
Outcome json_merge(Arguments arguments, const References&);

// ---- numbers and identifiers: intrinsic_numbers.cpp

Outcome math_add(Arguments arguments, const References&);
Outcome math_random(Arguments arguments, const References& references);
Outcome uuid(Arguments, const References& references);

// ---- reading arguments

// A payload may have 262,144 bytes. What is far above that cannot become one; the room is for intermediate results.
inline constexpr std::size_t result_bytes_max = 16u << 20;
// Source: developer guide, "Intrinsic functions": ArrayRange.
inline constexpr std::size_t range_size_max = 1'000;

tl::unexpected<Refusal> refuse(std::string sentence = {});

/// nullptr when the value is of another type, or longer than the service takes.
const std::string* text_of(const Json& value);
const std::string* short_text_of(const Json& value);
const Json::array_t* array_of(const Json& value);

/// A number without its fraction; nullopt when it is none or out of range.
std::optional<std::int64_t> truncated(const Json& value);

/// As Java's Math.round: half goes up, also for negative numbers.
std::optional<std::int64_t> rounded(const Json& value);

}  // namespace stepstorm::asl::intrinsics
