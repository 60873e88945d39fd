// Files beside a report, for machines: `--junit FILE`, `--markdown FILE`.
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

/// Whether all that is to be written can be. The complaint otherwise, with the option.
[[nodiscard]] launch::Written try_side_reports(const SideReports& files);
[[nodiscard]] launch::Written write_side_reports(const SideReports& files, const CheckList& list);

}  // namespace stepstorm::report
