#include "api/execution_store.hpp"

#include <algorithm>

#include "asl/resource.hpp"
#include "execution/held_bytes.hpp"
#include "orchestration/performers/mocks.hpp"
#include "values/overload.hpp"

namespace stepstorm::api {
namespace {

constexpr std::chrono::days kept_for{90};

bool is_express(const Record& record) { return record.state_machine->type == asl::MachineType::EXPRESS; }

/// Whether an activity's worker or the holder of a task token has to answer.
bool answered_outside(const Record& record, const execution::HistoryEvent& event) {
  const execution::StateMachine& owner = *record.state_machine;
  const asl::State& state = owner.machine->states[event.state];
  if (owner.test_case && orchestration::is_mocked(owner.test_case->plan, state.name)) return false;
  const auto* task = std::get_if<asl::TaskState>(&state.detail);
  return task && (asl::is_activity(task->resource) || asl::is_callback(task->resource));
}

std::uint64_t bytes_of(const Record& record) {
  constexpr std::size_t places = 300;  // in the maps that find it
  const auto* succeeded = std::get_if<execution::Succeeded>(&record.status);
  return sizeof(Record) + places + record.arn.size() + record.name.size() + execution::held_bytes(record.history) +
         record.input.held_bytes() + (succeeded ? succeeded->output.held_bytes() : 0);
}

/// `map run of this name` of a child's state machine, whose ARN ends in /<label>.
bool is_map_child(const execution::StateMachine& state_machine) { return state_machine.root != 0; }

}  // namespace

void ExecutionStore::started(std::uint64_t id,
                             const std::string& arn,
                             const std::string& name,
                             const execution::StateMachinePtr& state_machine,
                             Payload input,
                             TimePoint at,
                             StartedThrough through) {
  const std::lock_guard lock{mutex_};
  auto found = records_.find(id);
  if (found == records_.end()) {
    remember({.id = id,
              .arn = arn,
              .name = name,
              .state_machine = state_machine,
              .through = std::move(through),
              .map_run = {},
              .input = std::move(input),
              .started_at = at});
    return;
  }
  found->second->through = std::move(through);
}

bool ExecutionStore::when_ended(std::uint64_t id, std::function<void(const Record&)> tell) {
  RecordPtr record;
  {
    const std::lock_guard lock{mutex_};
    const auto found = records_.find(id);
    if (found == records_.end()) return false;
    if (found->second->running()) {
      waiting_[id].push_back(std::move(tell));
      return true;
    }
    record = found->second;
  }
  tell(*record);
  return true;
}

bool ExecutionStore::read(const std::string& arn, const std::function<void(const Record&)>& read) const {
  const std::lock_guard lock{mutex_};
  const auto id = ids_.find(arn);
  if (id == ids_.end()) return false;
  read(*records_.at(id->second));
  return true;
}

void ExecutionStore::newest_first(const std::string& owner,
                                  std::uint64_t before,
                                  const std::function<bool(const Record&)>& read) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_owner_.find(owner);
  if (found == by_owner_.end()) return;
  const auto& records = found->second;
  auto next = before == 0 ? records.end() : records.lower_bound(before);
  while (next != records.begin())
    if (!read(*(--next)->second)) return;
}

std::vector<MapRunRecord> ExecutionStore::map_runs_of(const std::string& execution_arn) const {
  const std::lock_guard lock{mutex_};
  std::vector<MapRunRecord> runs;
  const auto id = ids_.find(execution_arn);
  if (id == ids_.end()) return runs;
  const auto found = map_runs_by_execution_.find(id->second);
  if (found == map_runs_by_execution_.end()) return runs;
  for (const std::string& arn : found->second) runs.push_back(map_runs_.at(arn));
  return runs;
}

std::optional<MapRunRecord> ExecutionStore::map_run(const std::string& arn) const {
  const std::lock_guard lock{mutex_};
  const auto found = map_runs_.find(arn);
  return found == map_runs_.end() ? std::nullopt : std::optional{found->second};
}

StoreCounts ExecutionStore::counts() const {
  const std::lock_guard lock{mutex_};
  return counts_;
}

// ---- told by the engine

void ExecutionStore::recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
  const std::lock_guard lock{mutex_};
  const RecordPtr record = known(execution);
  if (is_express(*record)) return;
  record->history.insert(record->history.end(), events.begin(), events.end());
  for (const auto& event : events) {
    note_map_run(*record, event);
    note_outside(*record, event);
  }
}

void ExecutionStore::ended(orchestration::EndedExecution&& ended) {
  RecordPtr record;
  std::vector<std::function<void(const Record&)>> waiting;
  {
    const std::lock_guard lock{mutex_};
    record = known(ended.execution);
    record->status = std::move(ended.execution.status);
    record->ended_at = ended.execution.ended_at;
    record->history.shrink_to_fit();
    --counts_.open;
    outside_ -= record->outside.size();
    record->outside.clear();
    std::visit(Overload{[](const execution::Running&) {},
                        [&](const execution::Succeeded&) { ++counts_.succeeded; },
                        [&](const execution::Failed&) { ++counts_.failed; },
                        [&](const execution::TimedOut&) { ++counts_.timed_out; },
                        [&](const execution::Aborted&) { ++counts_.aborted; }},
               record->status);
    if (const auto found = waiting_.find(record->id); found != waiting_.end()) {
      waiting = std::move(found->second);
      waiting_.erase(found);
    }
    record->bytes = bytes_of(*record);
    ended_bytes_ += record->bytes;
    budget_->bytes += record->bytes;
    ended_.push_back(record->id);
    forget_old(record->ended_at);
  }
  for (const auto& tell : waiting) tell(*record);
}

// ---- with the lock

ExecutionStore::RecordPtr ExecutionStore::known(const execution::Execution& execution) {
  const auto found = records_.find(execution.id);
  if (found != records_.end()) return found->second;
  return remember({.id = execution.id,
                   .arn = execution_arn(execution),
                   .name = execution.name(),
                   .state_machine = execution.state_machine,
                   .through = {},
                   .map_run = map_run_of(execution),
                   .input = execution.input,
                   .started_at = execution.started_at});
}

/// Of a child of a Distributed Map: the latest run of its machine's label in the execution that led to it. Empty: it is none.
std::string ExecutionStore::map_run_of(const execution::Execution& child) const {
  const auto runs = map_runs_by_execution_.find(child.order);
  if (!is_map_child(*child.state_machine) || runs == map_runs_by_execution_.end()) return {};
  const std::string& machine = child.state_machine->arn;
  const std::string label = machine.substr(machine.rfind('/') + 1);
  const auto run = std::find_if(runs->second.rbegin(), runs->second.rend(), [&](const std::string& arn) {
    return arn.find('/' + label + ':') != std::string::npos;
  });
  return run == runs->second.rend() ? std::string{} : *run;
}

std::string ExecutionStore::owner_of(const Record& record) const {
  return is_map_child(*record.state_machine) ? record.map_run : record.state_machine->arn;
}

ExecutionStore::RecordPtr ExecutionStore::remember(Record record) {
  record.sequence = next_sequence_++;
  const auto kept = std::make_shared<Record>(std::move(record));
  records_.emplace(kept->id, kept);
  ids_.emplace(kept->arn, kept->id);
  by_owner_[owner_of(*kept)].emplace(kept->sequence, kept);
  ++counts_.started;
  ++counts_.open;
  return kept;
}

void ExecutionStore::note_map_run(const Record& record, const execution::HistoryEvent& event) {
  using execution::EventType;
  if (event.type == EventType::MapRunStarted) {
    const auto& arn = *std::get<execution::MapRunReference>(event.details).arn;
    map_runs_[arn] = {arn, record.id, record.arn, event.state, event.at, std::nullopt, false};
    map_runs_by_execution_[record.id].push_back(arn);
  }
  if (event.type != EventType::MapRunSucceeded && event.type != EventType::MapRunFailed) return;
  const auto runs = map_runs_by_execution_.find(record.id);
  if (runs == map_runs_by_execution_.end()) return;
  for (const std::string& arn : runs->second) {
    MapRunRecord& run = map_runs_.at(arn);
    if (run.ended_at || run.state != event.state) continue;
    run.ended_at = event.at;
    run.succeeded = event.type == EventType::MapRunSucceeded;
  }
}

/// Follows each attempt from its Scheduled event by previousEventId to the event that ends it.
void ExecutionStore::note_outside(Record& record, const execution::HistoryEvent& event) {
  using enum execution::EventType;
  auto& open = record.outside;
  const auto before = open.find(event.previous);
  switch (event.type) {
    case ActivityScheduled:
    case TaskScheduled:
      if (!answered_outside(record, event)) return;
      open.emplace(event.id, event.state);
      ++outside_;
      return;
    case ActivityStarted:
    case TaskStarted:
    case TaskSubmitted:
      if (before == open.end()) return;
      open.emplace(event.id, event.state);
      open.erase(before);
      return;
    case StateAborted: {
      const auto same =
          std::find_if(open.begin(), open.end(), [&](const auto& one) { return one.second == event.state; });
      if (same == open.end()) return;
      open.erase(same);
      --outside_;
      return;
    }
    default:
      if (before == open.end()) return;
      open.erase(before);
      --outside_;
  }
}

void ExecutionStore::forget_old(TimePoint now) {
  while (!ended_.empty()) {
    const auto& oldest = *records_.at(ended_.front());
    const bool old = now - oldest.ended_at > kept_for;
    if (!old && ended_.size() <= ended_max_ && budget_->bytes <= budget_->bytes_max) break;
    forget(ended_.front());
    ended_.pop_front();
  }
}

void ExecutionStore::forget(std::uint64_t id) {
  const auto found = records_.find(id);
  const RecordPtr record = found->second;
  records_.erase(found);
  ended_bytes_ -= record->bytes;
  budget_->bytes -= record->bytes;
  if (const auto named = ids_.find(record->arn); named != ids_.end() && named->second == id) ids_.erase(named);
  const auto owner = by_owner_.find(owner_of(*record));
  owner->second.erase(record->sequence);
  if (owner->second.empty()) by_owner_.erase(owner);
  if (const auto runs = map_runs_by_execution_.find(id); runs != map_runs_by_execution_.end()) {
    for (const std::string& arn : runs->second) map_runs_.erase(arn);
    map_runs_by_execution_.erase(runs);
  }
}

}  // namespace stepstorm::api
