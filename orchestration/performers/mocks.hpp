// What mocked states answer, in place of whatever their resource names: a response for each invocation of a state,
// counted from 0 over a whole execution, with retries, loop turns, Map iterations and a Distributed Map's children.
// Plain data and counters: asked in the same order, equal plans give equal answers.
// A state machine's test case is its plan (execution::StateMachine::test_case).
// Source: semantics.md 10 (MockConfigFile.json), docs/conformance-cases.md (what recorded cases add to it).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "execution/notice.hpp"
#include "messages/messages.hpp"
#include "values/payload.hpp"

namespace stepstorm::orchestration {

struct MockReturn {
  Payload output;
};
/// A result too large to be written down: a JSON string of one character, many times.
struct MockReturnString {
  std::string character;
  std::uint64_t count = 0;
};
struct MockThrow {
  std::optional<std::string> error;
  std::optional<std::string> cause;
  execution::TaskPhase phase = execution::TaskPhase::Run;
};
/// No answer ever comes.
struct MockHang {};
using MockResult = std::variant<MockReturn, MockReturnString, MockThrow, MockHang>;

struct MockResponse {
  std::uint32_t first = 0;  // the invocations that it answers
  std::uint32_t last = 0;
  std::optional<Payload> submitted;  // what the service says when it accepts the call, before the result
  MockResult result;
};

/// The responses to one state's invocations, or to those of them that ask for the same.
struct MockedTask {
  std::string state;
  std::function<bool(const Json& input)> takes;  // which effective inputs; empty: every one
  std::vector<MockResponse> responses;           // in order of invocation; no two ranges overlap
};

/// Of several for one state, the first that takes an input answers it.
using MockPlan = std::vector<MockedTask>;

/// The same state machine, its tasks answered by this test case.
[[nodiscard]] execution::StateMachinePtr with_test_case(const execution::StateMachine& state_machine,
                                                        execution::TestCase test_case);

[[nodiscard]] bool is_mocked(const MockPlan& plan, std::string_view state);

/// Counts the invocations of mocked states.
class Mocks {
 public:
  /// All answers to one invocation of a mocked state, in order; none when the task hangs. One that the plan has no
  /// response for fails its execution. `root` is the execution, or the one that a child execution belongs to; its plan
  /// is always the same.
  [[nodiscard]] std::vector<messages::TaskAnswer> answers(const MockPlan& plan,
                                                          std::uint64_t root,
                                                          std::string_view state,
                                                          const messages::Task& task);

  /// The execution is over; its counters go.
  void forget(std::uint64_t root);

 private:
  std::map<std::pair<std::uint64_t, std::size_t>, std::uint32_t> invocations_;  // by root and place in the plan
};

}  // namespace stepstorm::orchestration

namespace stepstorm::execution {

struct TestCase {
  orchestration::MockPlan plan;
  std::optional<std::string> activity_worker;  // whose name stands in ActivityStarted
};

}  // namespace stepstorm::execution
