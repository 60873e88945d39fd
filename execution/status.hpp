// How an execution stands. Source: semantics.md 8.2.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "asl/payload.hpp"

namespace stepstorm::execution {

struct ErrorOutput {
  std::optional<std::string> error;
  std::optional<std::string> cause;
  friend bool operator==(const ErrorOutput&, const ErrorOutput&) = default;
};

struct Running {};
struct Succeeded {
  Payload output;
};
struct Failed {
  ErrorOutput reason;
};
struct TimedOut {};
struct Aborted {
  ErrorOutput reason;
};
using Status = std::variant<Running, Succeeded, Failed, TimedOut, Aborted>;

/// RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED.
[[nodiscard]] std::string_view status_name(const Status& status);

}  // namespace stepstorm::execution
