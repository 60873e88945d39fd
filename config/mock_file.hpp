// Reads what mocked states answer: AWS's own MockConfigFile.json, and the form that recorded cases have.
// Strict: whatever is not known, or is there twice, is a finding; what a test case does not use may be empty.
// Source: semantics.md 10; docs/conformance-cases.md (Submitted, Phase, Hang, ReturnString).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "config/finding.hpp"
#include "config/reader.hpp"
#include "orchestration/performers/mocks.hpp"

namespace stepstorm::config {

/// A whole MockConfigFile.json.
struct MockFile {
  /// Responses by name, for those inputs that agree with a request: `[{"Request": ..., "Response": name}]`, of ours.
  struct Choice {
    std::optional<Json> request;  // absent: every input
    std::string responses;
  };
  using TestCase = std::map<std::string, std::vector<Choice>>;  // by state
  using TestCases = std::map<std::string, TestCase>;

  std::map<std::string, TestCases> state_machines;
  std::map<std::string, std::vector<orchestration::MockResponse>> mocked_responses;
  std::optional<std::string> activity_worker;  // "ActivityWorker", of ours: whose name stands in ActivityStarted
};

/// Responses may have what recorded cases have besides.
[[nodiscard]] tl::expected<MockFile, std::vector<FileFinding>> read_mocks(std::string_view text,
                                                                          const std::filesystem::path& file);
[[nodiscard]] tl::expected<MockFile, std::vector<FileFinding>> load_mocks(const std::filesystem::path& file);

/// Whether an input is what a recorded request says.
using Agrees = bool (*)(const Json& request, const Json& input);

/// The plan of one test case, or what there is instead of it.
[[nodiscard]] tl::expected<orchestration::MockPlan, std::string> pick_test_case(const MockFile& file,
                                                                                const std::string& state_machine,
                                                                                const std::string& test_case,
                                                                                Agrees agrees = same_value);

/// The plan of one test case of one state machine. When there is no such machine or case, the finding lists those that
/// are there.
[[nodiscard]] tl::expected<orchestration::MockPlan, std::vector<FileFinding>> read_mock_file(
    std::string_view text,
    const std::filesystem::path& file,
    const std::string& state_machine,
    const std::string& test_case);
[[nodiscard]] tl::expected<orchestration::MockPlan, std::vector<FileFinding>> load_mock_file(
    const std::filesystem::path& file, const std::string& state_machine, const std::string& test_case);

/// state name -> {"0": ..., "1-2": ...}. Appends.
bool read_case_mocks(const Node& node, orchestration::MockPlan& out);

/// {"0": ..., "1-2": ...}, with the recorded cases' extensions.
bool read_case_responses(const Node& node, std::vector<orchestration::MockResponse>& out);

}  // namespace stepstorm::config
