// Reads the answers of mocked states: AWS's own MockConfigFile.json, and the form of recorded cases.
// Strict: an unknown or duplicate member is a finding. Parts that a test case does not use may be empty.
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
  /// Responses by name, for inputs that match a request: `[{"Request": ..., "Response": name}]`, an extension of ours.
  struct Choice {
    std::optional<Json> request;  // absent: every input
    std::string responses;
  };
  using TestCase = std::map<std::string, std::vector<Choice>>;  // by state
  using TestCases = std::map<std::string, TestCase>;

  std::map<std::string, TestCases> state_machines;
  std::map<std::string, std::vector<orchestration::MockResponse>> mocked_responses;
  std::optional<std::string> activity_worker;  // "ActivityWorker", an extension of ours: the name in ActivityStarted
};

/// Responses may use the extensions of recorded cases.
[[nodiscard]] tl::expected<MockFile, std::vector<FileFinding>> read_mocks(std::string_view text,
                                                                          const std::filesystem::path& file);
[[nodiscard]] tl::expected<MockFile, std::vector<FileFinding>> load_mocks(const std::filesystem::path& file);

/// Whether an input matches a recorded request.
using Agrees = bool (*)(const Json& request, const Json& input);

/// Returns the plan of one test case. The error lists the existing ones.
[[nodiscard]] tl::expected<orchestration::MockPlan, std::string> pick_test_case(const MockFile& file,
                                                                                const std::string& state_machine,
                                                                                const std::string& test_case,
                                                                                Agrees agrees = same_value);

/// Reads the plan of one test case of one state machine. When there is no such machine or case, the finding lists the
/// existing ones.
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
