// Reads what mocked states answer: AWS's own MockConfigFile.json, and the form that recorded cases have.
// Strict: whatever is not known, or is there twice, is a finding; what a test case does not use may be empty.
// Source: semantics.md 10; docs/conformance-cases.md (Submitted, Phase, Hang, ReturnString).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "config/finding.hpp"
#include "config/reader.hpp"
#include "orchestration/performers/mocks.hpp"

namespace stepstorm::config {

/// The plan of one test case of one state machine. When there is no such machine or case, the finding lists those that
/// are there.
[[nodiscard]] tl::expected<orchestration::MockPlan, std::vector<Finding>> read_mock_file(
    std::string_view text,
    const std::filesystem::path& file,
    const std::string& state_machine,
    const std::string& test_case);
[[nodiscard]] tl::expected<orchestration::MockPlan, std::vector<Finding>> load_mock_file(
    const std::filesystem::path& file, const std::string& state_machine, const std::string& test_case);

/// state name -> {"0": ..., "1-2": ...}. Appends.
bool read_case_mocks(const Node& node, orchestration::MockPlan& out);

/// {"0": ..., "1-2": ...}, with the recorded cases' extensions.
bool read_case_responses(const Node& node, std::vector<orchestration::MockResponse>& out);

}  // namespace stepstorm::config
