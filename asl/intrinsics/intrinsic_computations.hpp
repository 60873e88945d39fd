// The computation of each intrinsic function, by family, and helpers that read arguments.
// The caller has checked the number of arguments against the table in intrinsic_functions.cpp.
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

// A payload has at most 262,144 bytes; the room above that is for intermediate results.
inline constexpr std::size_t result_bytes_max = 16u << 20;
// Source: developer guide, "Intrinsic functions": ArrayRange.
inline constexpr std::size_t range_size_max = 1'000;

tl::unexpected<Refusal> refuse(std::string sentence = {});

/// nullptr when the value is of another type, or longer than the service accepts.
const std::string* text_of(const Json& value);
const std::string* short_text_of(const Json& value);
const Json::array_t* array_of(const Json& value);

/// Returns a number without its fraction; nullopt when the value is no number or out of range.
std::optional<std::int64_t> truncated(const Json& value);

/// Rounds as Java's Math.round: halves go up, also for negative numbers.
std::optional<std::int64_t> rounded(const Json& value);

}  // namespace stepstorm::asl::intrinsics
