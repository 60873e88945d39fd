// The words for a diagram's enumerations, in DOT comments, CSS classes and badges.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "graph/diagram.hpp"

namespace stepstorm::graph {

/// task, pass ... start, end, join.
[[nodiscard]] std::string_view word_for(NodeKind kind);
/// plain, when, default, catch.
[[nodiscard]] std::string_view word_for(EdgeKind kind);
/// unreached, running, succeeded, caught, failed, stopped.
[[nodiscard]] std::string_view word_for(Outcome outcome);
/// retry, entered, time, caught, failed.
[[nodiscard]] std::string_view word_for(Mark mark);

/// 350 ms, 1.25 s, 4 min 5 s, 3 h 20 min.
[[nodiscard]] std::string duration_text(std::chrono::nanoseconds duration);

}  // namespace stepstorm::graph
