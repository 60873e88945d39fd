// Writes the machine-readable files beside a report: `--junit FILE`, `--markdown FILE`.
#pragma once

#include <filesystem>
#include <optional>

#include "launch/write_file.hpp"
#include "report/checks.hpp"

namespace stepstorm::report {

struct SideReports {
  std::optional<std::filesystem::path> junit;
  std::optional<std::filesystem::path> markdown;
};

/// Checks that the files can be written. The error names the option.
[[nodiscard]] launch::Written try_side_reports(const SideReports& files);
[[nodiscard]] launch::Written write_side_reports(const SideReports& files, const CheckList& list);

}  // namespace stepstorm::report
