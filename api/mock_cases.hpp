// The mocks of an account: one MockConfigFile.json, whose test case an execution chooses by `#<case>` at the end of its
// state machine's ARN. Used by one thread. Source: semantics.md 10.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

#include "api/error.hpp"
#include "config/mock_file.hpp"
#include "execution/execution.hpp"

namespace stepstorm::api {

using MockFilePtr = std::shared_ptr<const config::MockFile>;

/// What a request calls a state machine: its ARN, and behind a `#` a test case.
struct MachineChoice {
  std::string arn;
  std::string test_case;  // empty: none, tasks go to their resources
};
[[nodiscard]] MachineChoice read_machine_choice(std::string_view text);

class MockCases {
 public:
  explicit MockCases(MockFilePtr file) : file_(std::move(file)) {}

  /// Null: there are none any more. Executions that run keep theirs.
  void replace(MockFilePtr file);
  const MockFilePtr& file() const { return file_; }

  /// The same state machine, answered by this test case; itself when that is empty. Error: InvalidName.
  [[nodiscard]] tl::expected<execution::StateMachinePtr, Error> choose(const execution::StateMachinePtr& state_machine,
                                                                       const std::string& test_case);

 private:
  MockFilePtr file_;
  std::map<std::pair<execution::StateMachinePtr, std::string>, execution::StateMachinePtr> chosen_;
};

}  // namespace stepstorm::api
