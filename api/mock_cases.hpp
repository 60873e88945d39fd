// The mocks of an account: one MockConfigFile.json. `#<case>` at the end of a state machine's ARN selects the test case
// of an execution. Not safe for concurrent use. Source: semantics.md 10.
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

/// A state machine in a request: its ARN, and a test case behind `#`.
struct MachineChoice {
  std::string arn;
  std::string test_case;  // empty: none, tasks go to their resources
};
[[nodiscard]] MachineChoice read_machine_choice(std::string_view text);

class MockCases {
 public:
  explicit MockCases(MockFilePtr file) : file_(std::move(file)) {}

  /// Replaces the file; null: no mocks. Running executions keep their test cases.
  void replace(MockFilePtr file);
  const MockFilePtr& file() const { return file_; }

  /// Returns the state machine with this test case; the state machine itself when `test_case` is empty. Error:
  /// InvalidName.
  [[nodiscard]] tl::expected<execution::StateMachinePtr, Error> choose(const execution::StateMachinePtr& state_machine,
                                                                       const std::string& test_case);

 private:
  MockFilePtr file_;
  std::map<std::pair<execution::StateMachinePtr, std::string>, execution::StateMachinePtr> chosen_;
};

}  // namespace stepstorm::api
