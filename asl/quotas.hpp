// The service's quotas, each once, with its source.
#pragma once

#include <cstddef>
#include <cstdint>

namespace stepstorm::asl {

/// The maximum of every number of seconds in a definition, of MaxAttempts, and of a back-off without a cap, in seconds.
/// Source: ValidateStateMachineDefinition.
inline constexpr std::int64_t seconds_max = 99'999'999;

/// Bytes of UTF-8 of each input, output and result: 256 KiB. Source: semantics.md 8.5.
inline constexpr std::size_t payload_bytes_max = 262'144;

/// The most bytes that a template builds: far above a payload's limit, and still a bound on memory.
inline constexpr std::size_t template_bytes_max = 16u << 20;

/// Events of the history of a STANDARD execution. Source: semantics.md 8.5.
inline constexpr std::uint32_t history_events_max = 25'000;

/// Of an error name and of a cause that are reported from outside: SendTaskFailure, StopExecution. Source: semantics.md
/// 6.5.
inline constexpr std::size_t error_max = 256;
inline constexpr std::size_t cause_max = 32'768;

/// Characters that Base64Encode, Base64Decode and Hash take. Source: developer guide, "Intrinsic functions".
inline constexpr std::size_t intrinsic_text_max = 10'000;

}  // namespace stepstorm::asl
