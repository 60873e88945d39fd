// The recorded cases of ../shared/conformance, where they are beside the project.
#pragma once

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/case_file.hpp"

namespace stepstorm::conformance {

using CaseFile = std::pair<std::filesystem::path, Case>;

/// The folder; nullopt, with a message that the test is skipped, when it is not there.
std::optional<std::filesystem::path> corpus_or_skip();

/// All its cases, in order of path. Each must be readable.
std::vector<CaseFile> corpus_cases(const std::filesystem::path& corpus);

/// The project's own: tests/conformance/golden.
std::vector<CaseFile> golden_cases();

}  // namespace stepstorm::conformance
