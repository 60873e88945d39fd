#include "orchestration/agenda.hpp"

namespace stepstorm::orchestration {
namespace {

bool is_announcement(const Pending& pending) {
  if (const auto* answer = std::get_if<messages::TaskAnswer>(&pending.what))
    return std::holds_alternative<messages::Submitted>(answer->result);
  const auto* notice = std::get_if<execution::Notice>(&pending.what);
  return notice && (std::holds_alternative<execution::TaskStarted>(*notice) ||
                    std::holds_alternative<execution::TaskSubmitted>(*notice));
}

}  // namespace

std::optional<Pending> Agenda::take_next() {
  if (announced_.empty() && !pending_.empty() && !may_work()) put_off();
  std::deque<Pending>& first = announced_.empty() ? pending_ : announced_;
  if (first.empty()) return std::nullopt;
  std::optional<Pending> pending = std::move(first.front());
  first.pop_front();
  return pending;
}

void Agenda::put_off() {
  if (behind_ && backlog_.empty()) return backlog_.swap(pending_);
  for (Pending& pending : pending_) (is_announcement(pending) ? announced_ : backlog_).push_back(std::move(pending));
  pending_.clear();
  behind_ = true;
}

}  // namespace stepstorm::orchestration
