// Performs the tasks of mocked states: all answers to an attempt go onto the agenda as soon as it begins; none when the
// mock hangs.
#pragma once

#include "orchestration/performers/mocks.hpp"
#include "orchestration/performers/performer.hpp"

namespace stepstorm::orchestration {

class MockedTasks final : public HoldingPerformer {
 public:
  using HoldingPerformer::HoldingPerformer;

  /// Expects the execution's state machine to have a test case that mocks the state.
  std::uint32_t begin(Attempt& attempt, messages::RunTask&& task, TimePoint now) override;
  /// The execution is over; its invocations are not counted any more.
  void forget(std::uint64_t execution) { mocks_.forget(execution); }

 private:
  Mocks mocks_;
};

}  // namespace stepstorm::orchestration
