// Unbound: performs tasks without a binding: each fails at once. The error is States.Runtime, which Retry and Catch do
// not handle. But where the account's functions are declared, an undeclared function fails as one that does not exist.
// Source: semantics.md 5.1, 6.4; decisions/0013.
#pragma once

#include "asl/arn.hpp"
#include "orchestration/performers/performer.hpp"

namespace stepstorm::orchestration {

class Unbound final : public HoldingPerformer {
 public:
  /// `declares_functions`: all functions of the account are known, so a missing function fails as not found.
  Unbound(const PerformerContext& context, bool declares_functions)
      : HoldingPerformer(context), declares_functions_(declares_functions) {}

  std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) override;

 private:
  void fail(const Attempt& attempt, const Json& input) const;
  void fail_not_found(const Attempt& attempt, const asl::FunctionName& function) const;

  bool declares_functions_;
};

}  // namespace stepstorm::orchestration
