// One invocation and its answer, as a line of a recording:
//
//   {"function": name, "execution": id, "visit": n, "attempt": n, "took_ms": number, "payload": JSON text, and
//    "wrote": text; or "error": name, "cause": text, besides "death": text when the process ended with it}
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "workers/functions/function.hpp"

namespace stepstorm::functions {

struct RecordedAnswer {
  std::string function;
  workers::Invocation invocation;
  std::chrono::nanoseconds took{0};
  workers::Outcome outcome;  // Write or Fail
};

/// Returns the line without a newline.
[[nodiscard]] std::string line_of(const RecordedAnswer& answer);

/// Parses a line. The error says what is wrong with it.
[[nodiscard]] tl::expected<RecordedAnswer, std::string> read_recorded(std::string_view line);

}  // namespace stepstorm::functions
