#include "asl/checks/finding_list.hpp"

#include <utility>

namespace stepstorm::asl {

void FindingList::add(
    Severity severity, std::string_view code, std::string message, const Place& place, std::string_view below) {
  if (is_full()) {
    ++dropped_;
    return;
  }
  keep({Finding{.severity = severity,
                .code = std::string(code),
                .message = std::move(message),
                .location = place.location(),
                .at = {}},
        place.pointer() + std::string(below)});
}

void FindingList::add_inside(std::string_view code, std::string message, const Place& place, std::size_t into) {
  const std::size_t before = kept_.size();
  add(Severity::ERROR, code, std::move(message), place);
  if (kept_.size() > before) kept_.back().into = into;
}

void FindingList::add_unlocated(Severity severity, std::string_view code, std::string message) {
  keep({Finding{.severity = severity,
                .code = std::string(code),
                .message = std::move(message),
                .location = std::nullopt,
                .at = {}},
        {}});
}

void FindingList::append(FindingList&& later) {
  for (auto& found : later.kept_) keep(std::move(found));
  dropped_ += later.dropped_;
}

std::vector<PlacedFinding> FindingList::take() && {
  if (dropped_ > 0) {
    kept_.push_back({Finding{.severity = Severity::WARNING,
                             .code = std::string(code::too_many_findings),
                             .message = std::to_string(dropped_) + " further findings are not shown",
                             .location = std::nullopt,
                             .at = {}},
                     {}});
  }
  return std::move(kept_);
}

void FindingList::keep(PlacedFinding found) {
  if (is_full()) {
    ++dropped_;
    return;
  }
  bytes_ += found.finding.message.size() + found.finding.location.value_or("").size() + found.pointer.size();
  kept_.push_back(std::move(found));
}

}  // namespace stepstorm::asl
