// A recorded case: a definition, an input, what its tasks answer, and what the service made of it. Recorded by others or
// from an account of one's own; the format is the conformance corpus's.
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
#include "values/timestamp.hpp"

namespace stepstorm::conformance {

/// What lies in a bucket when the execution starts.
using Objects = std::map<std::string, std::string>;  // key -> body
using Buckets = std::map<std::string, Objects>;

/// What the service was asked while the execution ran.
struct Call {
  std::string operation;  // StopExecution, CreateActivity ...
  Json params = Json::object();
};

struct Case {
  std::string id;    // "<area>/<name>"
  std::string area;  // what reports group by
  std::string account = "111111111111";
  std::string region = "us-east-1";
  asl::MachineType type = asl::MachineType::STANDARD;
  std::string definition;  // as text
  Json input = Json::object();
  orchestration::MockPlan mocks;
  Json mock_document = Json::object();         // of those that do not depend on the request, as they were read
  Json requests_document = Json::array();      // of those that do, likewise: [{state, request, responses}]
  std::optional<std::string> activity_worker;  // who polled for activity tasks: only the recording knows
  Buckets buckets;
  std::vector<Call> during;
  Expectation expectation;
  std::vector<std::string> tags;
  std::vector<std::string> features;
  std::optional<TimePoint> recorded_at;  // absent: thought up
};

/// `file` names the case when it has no id: its folder is the area.
[[nodiscard]] tl::expected<Case, std::vector<config::FileFinding>> read_case(std::string_view text,
                                                                             const std::filesystem::path& file);
[[nodiscard]] tl::expected<Case, std::vector<config::FileFinding>> load_case(const std::filesystem::path& file);

/// The input of a run that starts then: {{now+Nd}} is N days later.
[[nodiscard]] Json input_at(const Case& recorded, TimePoint now);

}  // namespace stepstorm::conformance
