// MockedTasks: performs the tasks of mocked states. Puts all answers to an attempt on the agenda when it begins; no
// answer when the mock hangs.
#pragma once

#include "orchestration/performers/mocks.hpp"
#include "orchestration/performers/performer.hpp"

namespace stepstorm::orchestration {

class MockedTasks final : public HoldingPerformer {
 public:
  using HoldingPerformer::HoldingPerformer;

  /// Requires that the execution's state machine has a test case that mocks the state.
  std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) override;
  /// Drops the invocation counts of an execution that is over.
  void forget(std::uint64_t execution) { mocks_.forget(execution); }

 private:
  Mocks mocks_;
};

}  // namespace stepstorm::orchestration
