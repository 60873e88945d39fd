// Mocks: the answers of mocked states, used instead of their resources. Each invocation of a state has its response.
// Invocations count from 0 over a whole execution, including retries, loops, Map iterations and a Distributed Map's
// children. Deterministic: equal plans asked in the same order give equal answers.
// The plan is the state machine's test case (execution::StateMachine::test_case).
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
/// A result too large to write out: a JSON string of `count` repetitions of one character.
struct MockReturnString {
  std::string character;
  std::uint64_t count = 0;
};
struct MockThrow {
  std::optional<std::string> error;
  std::optional<std::string> cause;
  execution::TaskPhase phase = execution::TaskPhase::Run;
};
/// Never answers.
struct MockHang {};
using MockResult = std::variant<MockReturn, MockReturnString, MockThrow, MockHang>;

struct MockResponse {
  std::uint32_t first = 0;           // the first invocation that it answers
  std::uint32_t last = 0;            // the last one, inclusive
  std::optional<Payload> submitted;  // the service's response when it accepts the call, before the result
  MockResult result;
};

/// The responses to one state's invocations, or to those with matching input.
struct MockedTask {
  std::string state;
  std::function<bool(const Json& input)> takes;  // accepts an effective input; empty: accepts all
  std::vector<MockResponse> responses;           // in order of invocation; ranges do not overlap
};

/// If several entries are for one state, the first that accepts the input answers.
using MockPlan = std::vector<MockedTask>;

/// Returns a copy of the state machine whose tasks are answered by this test case.
[[nodiscard]] execution::StateMachinePtr with_test_case(const execution::StateMachine& state_machine,
                                                        execution::TestCase test_case);

[[nodiscard]] bool is_mocked(const MockPlan& plan, std::string_view state);

/// Counts the invocations of mocked states.
class Mocks {
 public:
  /// Returns all answers to the next invocation of a mocked state, in order; none when the task hangs. An invocation
  /// without a response in the plan fails its execution. `root` is the execution, or a child execution's root; always
  /// pass the same plan for one root.
  [[nodiscard]] std::vector<messages::TaskAnswer> answers(const MockPlan& plan,
                                                          std::uint64_t root,
                                                          std::string_view state,
                                                          const messages::Task& task);

  /// Drops the counters of an execution that is over.
  void forget(std::uint64_t root);

 private:
  std::map<std::pair<std::uint64_t, std::size_t>, std::uint32_t> invocations_;  // by root and place in the plan
};

}  // namespace stepstorm::orchestration

namespace stepstorm::execution {

struct TestCase {
  orchestration::MockPlan plan;
  std::optional<std::string> activity_worker;  // worker name for ActivityStarted
};

}  // namespace stepstorm::execution
