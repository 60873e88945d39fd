#include "orchestration/outbox.hpp"

#include <algorithm>

namespace stepstorm::orchestration {
namespace {

/// The next batch for a worker is probably as large as the last one. Reserves no more than this in advance.
constexpr std::size_t batch_expected_max = 128;

}  // namespace

void Outbox::leave_all(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
  if (const auto* as = std::exchange(as_child_, nullptr)) observer_.child_started(execution, *as);
  if (const auto* of = std::exchange(of_machine_, nullptr)) observer_.nested_started(execution, *of);
  if (!events.empty()) observer_.recorded(execution, events);
  for (execution::ReportMapRun& report : reports_) observer_.map_run_reported(execution, std::move(report));
  reports_.clear();
  leave_polls();
}

void Outbox::leave_polls() {
  for (PollAnswer& answer : polls_) answer.poll.give(std::move(answer.task));
  polls_.clear();
}

void Outbox::drop_tasks(WorkerIndex worker) {
  if (worker >= outgoing_.size()) return;
  unsent_ -= outgoing_[worker].tasks.size();
  outgoing_[worker].tasks.clear();
}

void Outbox::flush() {
  for (const WorkerIndex worker : to_flush_)
    if (auto& outgoing = outgoing_[worker]; !outgoing.tasks.empty()) {
      const std::size_t batch = outgoing.tasks.size();
      sender_.send(worker, outgoing);
      outgoing.tasks.clear();
      outgoing.tasks.reserve(std::min(batch, batch_expected_max));
    }
  to_flush_.clear();
  unsent_ = 0;
}

}  // namespace stepstorm::orchestration
