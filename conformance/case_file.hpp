// Reads a recorded case: a definition, an input, the answers of its tasks, and the service's result, in the format of
// the conformance corpus.
// Source: docs/conformance-cases.md; conformance README.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "asl/machine.hpp"
#include "config/finding.hpp"
#include "conformance/comparison.hpp"
#include "orchestration/performers/mocks.hpp"
#include "orchestration/performers/stored_objects.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::conformance {

/// A call to the service during the execution.
struct Call {
  std::string operation;  // StopExecution, CreateActivity ...
  Json params = Json::object();
};

struct Case {
  std::string id;    // "<area>/<name>"
  std::string area;  // groups cases in reports
  std::string account = "111111111111";
  std::string region = "us-east-1";
  asl::MachineType type = asl::MachineType::STANDARD;
  std::string definition;  // as text
  Json input = Json::object();
  orchestration::MockPlan mocks;
  Json mock_document = Json::object();         // mocks that do not depend on the request, as read
  Json requests_document = Json::array();      // mocks that do, as read: [{state, request, responses}]
  std::optional<std::string> activity_worker;  // name of the worker that polled for activity tasks, from the recording
  orchestration::StoredBuckets buckets;        // when the execution starts
  std::vector<Call> during;
  Expectation expectation;
  std::vector<std::string> tags;
  std::vector<std::string> features;
  std::optional<TimePoint> recorded_at;  // absent: not recorded
};

/// `file` names the case when it has no id; its folder is the area.
[[nodiscard]] tl::expected<Case, std::vector<config::FileFinding>> read_case(std::string_view text,
                                                                             const std::filesystem::path& file);
[[nodiscard]] tl::expected<Case, std::vector<config::FileFinding>> load_case(const std::filesystem::path& file);

/// Returns the input of a run that starts at `now`: {{now+Nd}} is N days later.
[[nodiscard]] Json input_at(const Case& recorded, TimePoint now);

}  // namespace stepstorm::conformance
