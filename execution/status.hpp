// The status of an execution. Source: semantics.md 8.2.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "values/payload.hpp"

namespace stepstorm::execution {

struct ErrorOutput {
  std::optional<std::string> error;
  std::optional<std::string> cause;
  friend bool operator==(const ErrorOutput&, const ErrorOutput&) = default;
};

/// Why an execution did not succeed. One pointer wide, since most executions succeed.
class Reason {
 public:
  Reason() : Reason(ErrorOutput{}) {}
  Reason(ErrorOutput reason) : reason_(std::make_shared<const ErrorOutput>(std::move(reason))) {}

  const ErrorOutput& operator*() const { return *reason_; }
  const ErrorOutput* operator->() const { return reason_.get(); }

 private:
  std::shared_ptr<const ErrorOutput> reason_;  // never null
};

struct Running {};
struct Succeeded {
  Payload output;
};
struct Failed {
  Reason reason;
};
struct TimedOut {};
struct Aborted {
  Reason reason;
};
using Status = std::variant<Running, Succeeded, Failed, TimedOut, Aborted>;

/// RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED.
[[nodiscard]] std::string_view status_name(const Status& status);

}  // namespace stepstorm::execution
