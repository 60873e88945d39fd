// State machines for tests, from their text.
#pragma once

#include <stdexcept>
#include <string>

#include "asl/compile.hpp"
#include "execution/execution.hpp"

namespace stepstorm::orchestration {

inline const std::string work_arn = "arn:aws:lambda:us-east-1:123456789012:function:work";
inline const std::string activity_arn = "arn:aws:states:us-east-1:123456789012:activity:pack";

inline execution::StateMachinePtr machine(const std::string& definition) {
  const auto compiled = asl::compile(definition);
  if (!compiled.machine) throw std::invalid_argument(asl::render(compiled.findings.front(), "test"));
  return execution::create_state_machine("Test", compiled.machine);
}

/// One Task state `Work` on `resource`, with further fields.
inline execution::StateMachinePtr task_machine(const std::string& further = "",
                                               const std::string& resource = work_arn) {
  return machine(R"({"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": ")" + resource + "\", " +
                 further + R"("End": true}}})");
}

inline execution::StateMachinePtr wait_machine(int seconds) {
  return machine(R"({"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": )" + std::to_string(seconds) +
                 R"(, "End": true}}})");
}

}  // namespace stepstorm::orchestration
