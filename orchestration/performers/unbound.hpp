// Performs tasks that nothing is bound to: each fails at once. The interpreter cannot go on, so neither Retry nor Catch
// hides that (States.Runtime); but where functions are declared, one that is not is a function that does not exist.
// Source: semantics.md 5.1, 6.4; decisions/0013.
#pragma once

#include "asl/arn.hpp"
#include "orchestration/performers/performer.hpp"

namespace stepstorm::orchestration {

class Unbound final : public HoldingPerformer {
 public:
  /// Whether the account's functions are known, so that one that is missing is not found, rather than not bound.
  Unbound(const PerformerContext& context, bool declares_functions)
      : HoldingPerformer(context), declares_functions_(declares_functions) {}

  std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) override;

 private:
  void fail(const Attempt& attempt, const Json& input) const;
  void fail_not_found(const Attempt& attempt, const asl::FunctionName& function) const;

  bool declares_functions_;
};

}  // namespace stepstorm::orchestration
