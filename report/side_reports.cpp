#include "report/side_reports.hpp"

#include <array>
#include <string>

namespace stepstorm::report {
namespace {

struct SideReport {
  const char* option;
  std::optional<std::filesystem::path> SideReports::*file;
  std::string (*text)(const CheckList&);
};
constexpr std::array side_reports{SideReport{"--junit", &SideReports::junit, junit_text},
                                  SideReport{"--markdown", &SideReports::markdown, markdown_text}};

}  // namespace

launch::Written try_side_reports(const SideReports& files) {
  for (const SideReport& side : side_reports)
    if (const auto& file = files.*side.file)
      if (const auto tried = launch::try_file(*file); !tried)
        return tl::unexpected{std::string{side.option} + ": " + tried.error()};
  return {};
}

launch::Written write_side_reports(const SideReports& files, const CheckList& list) {
  for (const SideReport& side : side_reports)
    if (const auto& file = files.*side.file)
      if (const auto written = launch::write_file(*file, side.text(list)); !written)
        return tl::unexpected{std::string{side.option} + ": " + written.error()};
  return {};
}

}  // namespace stepstorm::report
