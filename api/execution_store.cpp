#include "api/execution_store.hpp"

#include <algorithm>
#include <utility>

#include "asl/arn.hpp"
#include "asl/resource.hpp"
#include "execution/frontier.hpp"
#include "execution/held_bytes.hpp"
#include "orchestration/performers/mocks.hpp"
#include "values/overload.hpp"

namespace stepstorm::api {
namespace {

constexpr std::chrono::days kept_for{90};
constexpr std::chrono::days redrivable_for{14};

constexpr std::array<std::string_view, 6> status_names{
    "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"};  // the first as in execution::Status
constexpr std::uint8_t pending_redrive_index = 5;

// A repeated redrive is the same one. Source: the service's model, RedriveExecution's clientToken.
constexpr std::size_t client_tokens_max = 10;
constexpr std::chrono::minutes client_tokens_valid{15};

bool is_express(const Record& record) { return record.state_machine->type == asl::MachineType::EXPRESS; }

/// Returns whether an activity's worker or the holder of a task token must answer.
bool answered_outside(const Record& record, const execution::HistoryEvent& event) {
  const execution::StateMachine& owner = *record.state_machine;
  const asl::State& state = owner.machine->states[event.state];
  if (owner.test_case && orchestration::is_mocked(owner.test_case->plan, state.name)) return false;
  const auto* task = std::get_if<asl::TaskState>(&state.detail);
  return task && (asl::is_activity(task->resource) || asl::is_callback(task->resource));
}

std::size_t bytes_of(const execution::Execution& frontier) { return sizeof frontier + execution::held_bytes(frontier); }

/// Returns the memory of a record in bytes, without its frontier. Reads only what the calling thread changes.
std::uint64_t bytes_of(const Record& record, const execution::Status& end) {
  constexpr std::size_t places = 300;  // entries in the maps that index the record
  const auto* succeeded = std::get_if<execution::Succeeded>(&end);
  return sizeof(Record) + places + record.arn.size() + execution::held_bytes(record.history) +
         record.input.held_bytes() + (succeeded ? succeeded->output.held_bytes() : 0);
}

}  // namespace

void ExecutionStore::started(std::uint64_t id,
                             const std::string& arn,
                             const execution::StateMachinePtr& state_machine,
                             const RevisionPtr& revision,
                             Payload input,
                             TimePoint at,
                             StartedThrough through) {
  RecordPtr fresh = std::make_shared<Record>(Record{.id = id,
                                                    .arn = arn,
                                                    .state_machine = state_machine,
                                                    .revision = {},
                                                    .special = {},
                                                    .child = {},
                                                    .input = std::move(input),
                                                    .started_at = at});
  const std::lock_guard lock{mutex_};
  const auto found = records_.find(id);
  const RecordPtr record = found != records_.end() ? found->second : remember(std::move(fresh));
  record->revision = revision;
  record->requested = true;
  if (through.version_arn.empty() && through.alias_arn.empty() && through.trace_header.empty()) return;
  record->special = std::make_unique<const StartedThrough>(std::move(through));
  list(record);
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
                                  std::string_view status,
                                  std::uint64_t before,
                                  const std::function<bool(const Record&)>& read) const {
  const std::lock_guard lock{mutex_};
  const auto found = by_owner_.find(owner);
  if (found == by_owner_.end()) return;
  struct Cursor {
    std::map<std::uint64_t, const Record*>::const_iterator first, next;
  };
  std::vector<Cursor> cursors;
  for (std::size_t index = 0; index < status_count; ++index) {
    const auto& records = found->second[index];
    if (!status.empty() && status != status_names[index]) continue;
    cursors.push_back({records.begin(), before == 0 ? records.end() : records.lower_bound(before)});
  }
  for (;;) {
    std::erase_if(cursors, [](const Cursor& cursor) { return cursor.next == cursor.first; });
    if (cursors.empty()) return;
    const auto newest = std::max_element(cursors.begin(), cursors.end(), [](const Cursor& left, const Cursor& right) {
      return std::prev(left.next)->first < std::prev(right.next)->first;
    });
    if (!read(*(--newest->next)->second)) return;
  }
}

std::vector<MapRunRecord> ExecutionStore::map_runs_of(const std::string& execution_arn) const {
  const std::lock_guard lock{mutex_};
  std::vector<MapRunRecord> runs;
  const auto id = ids_.find(execution_arn);
  if (id == ids_.end()) return runs;
  const auto found = map_runs_by_execution_.find(id->second);
  if (found == map_runs_by_execution_.end()) return runs;
  for (const std::string& arn : found->second) runs.push_back(map_runs_.at(arn).record);
  return runs;
}

std::optional<MapRunRecord> ExecutionStore::map_run(const std::string& arn) const {
  const std::lock_guard lock{mutex_};
  const auto found = map_runs_.find(arn);
  return found == map_runs_.end() ? std::nullopt : std::optional{found->second.record};
}

void ExecutionStore::end_at_next_transition(const std::string& machine_arn, std::function<void(std::uint64_t)> end) {
  const std::lock_guard lock{mutex_};
  ending_[machine_arn] = std::move(end);
}

bool ExecutionStore::runs_any_of(const std::string& machine_arn) const {
  const std::lock_guard lock{mutex_};
  const auto lists = by_owner_.find(machine_arn);
  return lists != by_owner_.end() && !lists->second[0].empty();
}

void ExecutionStore::is_deleted(const std::string& machine_arn) {
  const std::lock_guard lock{mutex_};
  ending_.erase(machine_arn);
}

void ExecutionStore::end_if_deleted(const Record& record, std::span<const execution::HistoryEvent> events) const {
  if (ending_.empty()) return;
  const auto end = ending_.find(record.state_machine->arn);
  if (end == ending_.end()) return;
  const bool moves = std::any_of(events.begin(), events.end(), [](const execution::HistoryEvent& event) {
    return event.type == execution::EventType::StateEntered || event.type == execution::EventType::StateExited;
  });
  if (moves) end->second(record.id);
}

StoreCounts ExecutionStore::counts() const {
  const std::lock_guard lock{mutex_};
  return counts_;
}

// ---- told by the engine

void ExecutionStore::recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) {
  const std::lock_guard lock{mutex_};
  const RecordPtr record = known(execution);
  end_if_deleted(*record, events);
  if (is_express(*record)) return;
  record->history.insert(record->history.end(), events.begin(), events.end());
  for (const auto& event : events) {
    note_redrive(*record, event);
    note_map_run(*record, event);
    note_outside(*record, event);
  }
}

void ExecutionStore::ended(orchestration::EndedExecution&& ended) {
  RecordPtr record;
  Forgotten forgotten;
  std::vector<std::function<void(const Record&)>> waiting;
  {
    const std::lock_guard lock{mutex_};
    record = known(ended.execution);
  }
  const std::uint64_t bytes = bytes_of(*record, ended.execution.status);
  {
    const std::lock_guard lock{mutex_};
    end(*record, std::move(ended));
    record->bytes = bytes + (record->frontier ? bytes_of(*record->frontier) : 0);
    ended_bytes_ += record->bytes;
    budget_->bytes += record->bytes;
    ended_.push_back({record->id, record->ended_at});
    ++ended_count_;
    if (const auto found = waiting_.find(record->id); found != waiting_.end()) {
      waiting = std::move(found->second);
      waiting_.erase(found);
    }
    forgotten = forget_old(record->ended_at);
  }
  for (const auto& tell : waiting) tell(*record);
}

// ---- with the lock

void ExecutionStore::end(Record& record, orchestration::EndedExecution&& ended) {
  record.status = ended.execution.status;
  record.ended_at = ended.execution.ended_at;
  end_map_runs(record);
  if (execution::has_frontier(ended.execution)) keep_frontier(record, std::move(ended.execution));
  if (MapRunChild* child = child_of(record)) {
    child->outcome = outcome_of(record.status);
    child->redrivable = is_express(record) || record.frontier != nullptr;
  }
  record.history.shrink_to_fit();
  --counts_.open;
  if (record.outside) outside_ -= record.outside->size();
  record.outside.reset();
  relist(record);
  std::visit(Overload{[](const execution::Running&) {},
                      [&](const execution::Succeeded&) { ++counts_.succeeded; },
                      [&](const execution::Failed&) { ++counts_.failed; },
                      [&](const execution::TimedOut&) { ++counts_.timed_out; },
                      [&](const execution::Aborted&) { ++counts_.aborted; }},
             record.status);
}

ExecutionStore::RecordPtr ExecutionStore::known(const execution::Execution& execution) {
  const auto found = records_.find(execution.id);
  if (found != records_.end()) return found->second;
  return remember(std::make_shared<Record>(Record{.id = execution.id,
                                                  .arn = execution_arn(execution),
                                                  .state_machine = execution.state_machine,
                                                  .revision = {},
                                                  .special = {},
                                                  .child = {},
                                                  .input = execution.input,
                                                  .started_at = execution.started_at}));
}

/// Returns the keys of the lists that hold the record.
std::vector<std::string> ExecutionStore::owners_of(const Record& record) {
  if (record.child) return {record.child->map_run};
  std::vector<std::string> owners{record.state_machine->arn};
  for (const std::string& arn : {record.through().version_arn, record.through().alias_arn})
    if (!arn.empty()) owners.push_back(arn);
  return owners;
}

void ExecutionStore::list(const RecordPtr& record) {
  for (const std::string& owner : owners_of(*record)) {
    auto& records = by_owner_[owner][record->listed_as];
    records.emplace_hint(records.end(), record->sequence, record.get());
  }
}

/// Moves the record to the list of its new status.
void ExecutionStore::relist(Record& record) {
  const std::size_t from = record.listed_as;
  record.listed_as = record.child && record.child->pending_redrive ? pending_redrive_index
                                                                   : static_cast<std::uint8_t>(record.status.index());
  if (record.listed_as == from) return;
  for (const std::string& owner : owners_of(record)) {
    Lists& lists = by_owner_.at(owner);
    auto& records = lists[record.listed_as];
    records.insert(records.end(), lists[from].extract(record.sequence));  // one of the last
  }
}

void ExecutionStore::unlist(const Record& record) {
  for (const std::string& owner : owners_of(record)) {
    const auto lists = by_owner_.find(owner);
    lists->second[record.listed_as].erase(record.sequence);
    if (std::all_of(lists->second.begin(), lists->second.end(), [](const auto& list) { return list.empty(); }))
      by_owner_.erase(lists);
  }
}

ExecutionStore::RecordPtr ExecutionStore::remember(RecordPtr record) {
  record->sequence = next_sequence_++;
  records_.emplace(record->id, record);
  const auto [named, fresh] = ids_.try_emplace(record->arn, record->id);
  if (!fresh) {  // its key is owned by an older record with the same name
    ids_.erase(named);
    ids_.emplace(record->arn, record->id);
  }
  list(record);
  ++counts_.started;
  ++counts_.open;
  return record;
}

void ExecutionStore::nested_started(const execution::Execution& nested, const orchestration::FoundMachine& of) {
  const std::lock_guard lock{mutex_};
  const RecordPtr record = known(nested);
  record->revision = std::static_pointer_cast<const Revision>(of.revision);
  if (of.version_arn.empty() && of.alias_arn.empty()) return;
  record->special = std::make_unique<const StartedThrough>(StartedThrough{of.version_arn, of.alias_arn, {}});
  list(record);
}

// ---- map runs

void ExecutionStore::child_started(const execution::Execution& child, const execution::StartChild& as) {
  const std::lock_guard lock{mutex_};
  const RecordPtr record = remember(std::make_shared<Record>(
      Record{.id = child.id,
             .arn = execution_arn(child),
             .state_machine = child.state_machine,
             .revision = {},
             .special = {},
             .child = std::make_unique<ChildOfMapRun>(ChildOfMapRun{*as.map_run, as.index, as.items}),
             .input = child.input,
             .started_at = child.started_at}));
  MapRunChild* known = child_of(*record);
  if (!known) return;
  known->outcome = MapRunChild::Outcome::Running;
  known->execution = child.id;
}

void ExecutionStore::map_run_reported(const execution::Execution& execution, execution::ReportMapRun&& report) {
  const std::lock_guard lock{mutex_};
  const auto found = map_runs_.find(*report.arn);
  KnownMapRun& run = found != map_runs_.end() ? found->second : map_runs_[*report.arn];
  run.record.arn = *report.arn;
  run.record.execution = execution.id;
  for (const std::uint32_t items : report.items) run.children.push_back({.items = items});
  report.items.clear();
  run.record.settings = std::move(report);
}

ExecutionStore::MapRunChild* ExecutionStore::child_of(const Record& record) {
  if (!record.child) return nullptr;
  const auto run = map_runs_.find(record.child->map_run);
  if (run == map_runs_.end() || record.child->index >= run->second.children.size()) return nullptr;
  return &run->second.children[record.child->index];
}

ExecutionStore::MapRunChild::Outcome ExecutionStore::outcome_of(const execution::Status& status) {
  using enum MapRunChild::Outcome;
  constexpr std::array outcomes{Running, Succeeded, Failed, TimedOut, Aborted};  // as in execution::Status
  return outcomes[status.index()];
}

void ExecutionStore::count(MapRunCounts& counts, MapRunChild::Outcome outcome, bool redrivable, std::uint64_t weight) {
  using enum MapRunChild::Outcome;
  const auto failed = [&](std::uint64_t& which) {
    which += weight;
    if (!redrivable) counts.failures_not_redrivable += weight;
  };
  counts.total += weight;
  switch (outcome) {
    case Pending: counts.pending += weight; return;
    case Running: counts.running += weight; return;
    case Succeeded: counts.succeeded += weight; return;
    case Failed: return failed(counts.failed);
    case TimedOut: return failed(counts.timed_out);
    case Aborted: return failed(counts.aborted);
    case PendingRedrive: counts.pending_redrive += weight; return;
  }
}

ExecutionStore::CountsOfMapRun ExecutionStore::counts_of_map_run(const std::string& arn) const {
  const std::lock_guard lock{mutex_};
  CountsOfMapRun counts;
  const auto run = map_runs_.find(arn);
  if (run == map_runs_.end()) return counts;
  for (const MapRunChild& child : run->second.children) {
    count(counts.executions, child.outcome, child.redrivable, 1);
    count(counts.items, child.outcome, child.redrivable, child.items);
  }
  return counts;
}

/// A map run ends with an event that follows its last one: iterations of an outer Map have runs of one state at a time.
/// StateAborted follows the failure of another scope, which aborts all runs of the state.
void ExecutionStore::note_map_run(const Record& record, const execution::HistoryEvent& event) {
  using execution::EventType;
  using Status = MapRunRecord::Status;
  if (event.type == EventType::MapRunStarted) {
    const auto& arn = *std::get<execution::MapRunReference>(event.details).arn;
    MapRunRecord& run = map_runs_[arn].record;
    run.arn = arn;
    run.execution = record.id;
    run.execution_arn = record.arn;
    run.state = event.state;
    run.last_event = event.id;
    run.started_at = event.at;
    map_runs_by_execution_[record.id].push_back(arn);
  }
  if (event.type == EventType::MapRunRedriven) {
    const auto& [arn, redrives] = std::get<execution::MapRunReference>(event.details);
    MapRunRecord& run = map_runs_.at(*arn).record;
    run.ended_at.reset();
    run.status = Status::Running;
    run.redrives = redrives;
    run.redriven_at = event.at;
    run.last_event = event.id;
  }
  const bool succeeded = event.type == EventType::MapRunSucceeded;
  const bool aborted = event.type == EventType::StateAborted;
  const bool evaluation_failed = event.type == EventType::EvaluationFailed;  // of a field of the map run's state
  if (!succeeded && !aborted && !evaluation_failed && event.type != EventType::MapRunFailed) return;
  const auto runs = map_runs_by_execution_.find(record.id);
  if (runs == map_runs_by_execution_.end()) return;
  for (const std::string& arn : runs->second) {
    MapRunRecord& run = map_runs_.at(arn).record;
    if (run.ended_at) continue;
    if (aborted ? run.state != event.state : run.last_event != event.previous) continue;
    if (evaluation_failed) {
      run.last_event = event.id;
      continue;
    }
    run.ended_at = event.at;
    run.status = succeeded ? Status::Succeeded : aborted ? Status::Aborted : Status::Failed;
  }
}

/// Running map runs are aborted with their execution, without an event of their own.
void ExecutionStore::end_map_runs(const Record& record) {
  const auto runs = map_runs_by_execution_.find(record.id);
  if (runs == map_runs_by_execution_.end()) return;
  for (const std::string& arn : runs->second) {
    MapRunRecord& run = map_runs_.at(arn).record;
    if (run.ended_at) continue;
    run.ended_at = record.ended_at;
    run.status = MapRunRecord::Status::Aborted;
  }
}

// ---- redrive

std::string_view Record::status_name() const {
  return child && child->pending_redrive ? "PENDING_REDRIVE" : execution::status_name(status);
}

std::string_view Record::name() const { return asl::parse_execution_name(arn).value_or(std::string_view{arn}); }

const StartedThrough& Record::through() const {
  static const StartedThrough nothing;
  return special ? *special : nothing;
}

std::string ExecutionStore::not_redrivable_because(const Record& record, TimePoint now) {
  if (!record.ended_without_success())
    return "Execution is " + std::string(execution::status_name(record.status)) + " and cannot be redriven";
  if (record.history.size() > execution::redrivable_events_max) return "Execution history event limit exceeded";
  if (now >= after(record.started_at, execution::standard_duration_max))
    return "Execution has exceeded the max execution time";
  if (now - record.ended_at > redrivable_for) return "Execution redrivable period exceeded";
  if (record.redrives() >= execution::redrives_max) return "Execution redrive limit exceeded";
  return record.frontier ? "" : "Execution is kept no longer for a redrive";
}

tl::expected<ExecutionStore::Redriven, Error> ExecutionStore::redrive(const std::string& arn,
                                                                      const std::string& client_token,
                                                                      TimePoint now) {
  const std::lock_guard lock{mutex_};
  const auto id = ids_.find(arn);
  if (id == ids_.end()) return refuse("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + '\'');
  Record& record = *records_.at(id->second);
  if (record.redriven && !client_token.empty())
    for (const Redrives::ByToken& known : record.redriven->by_token)
      if (known.client_token == client_token && now - known.at <= client_tokens_valid)
        return Redriven{known.at, std::nullopt, std::nullopt};
  if (std::string why = not_redrivable_because(record, now); !why.empty())
    return refuse("ExecutionNotRedrivable", std::move(why));
  const auto map_runs = execution::map_runs_to_redrive(*record.frontier);
  if (const auto running = child_that_runs(map_runs)) return Redriven{now, std::nullopt, running};

  begin_again(record, now);
  if (!client_token.empty()) record.redriven->by_token.push_back({client_token, now});
  if (record.redriven->by_token.size() > client_tokens_max) record.redriven->by_token.pop_front();
  messages::Redrive redrive{std::move(*take_frontier(record)), {}};
  for (const std::string& map_run : map_runs) take_children(map_run, redrive.children);
  return Redriven{now, std::move(redrive), std::nullopt};
}

/// Reduces the record's share of the memory budget.
void ExecutionStore::give_back(Record& record, std::uint64_t bytes) {
  bytes = std::min(bytes, record.bytes);
  record.bytes -= bytes;
  ended_bytes_ -= bytes;
  budget_->bytes -= bytes;
}

void ExecutionStore::begin_again(Record& record, TimePoint at) {
  record.status = execution::Running{};
  if (!record.redriven) record.redriven = std::make_unique<Redrives>();
  ++record.redriven->count;
  record.redriven->at = at;
  --ended_count_;
  give_back(record, record.bytes);
  ++counts_.redriven;
  ++counts_.open;
  relist(record);
}

std::optional<std::uint64_t> ExecutionStore::child_that_runs(const std::vector<std::string>& map_runs) const {
  for (const std::string& arn : map_runs)
    for (const MapRunChild& child : map_runs_.at(arn).children)
      if (child.outcome == MapRunChild::Outcome::Running) return child.execution;
  return std::nullopt;
}

void ExecutionStore::take_children(const std::string& map_run, std::vector<messages::Redrive::Child>& children) {
  auto& known = map_runs_.at(map_run).children;
  for (std::size_t index = known.size(); index-- > 0;) {
    MapRunChild& child = known[index];
    if (child.outcome == MapRunChild::Outcome::Pending || child.outcome == MapRunChild::Outcome::Succeeded) continue;
    const auto found = records_.find(child.execution);
    if (found == records_.end()) continue;
    Record& record = *found->second;
    if (!record.frontier && !is_express(record)) continue;
    child.outcome = MapRunChild::Outcome::PendingRedrive;
    if (is_express(record)) continue;
    record.child->pending_redrive = true;
    relist(record);
    children.push_back({map_run, static_cast<std::uint32_t>(index), std::move(*take_frontier(record))});
  }
}

/// A child continues when its turn comes; its own event reports that.
void ExecutionStore::note_redrive(Record& record, const execution::HistoryEvent& event) {
  if (event.type != execution::EventType::ExecutionRedriven || !record.child) return;
  record.child->pending_redrive = false;
  begin_again(record, event.at);
  if (MapRunChild* child = child_of(record)) child->outcome = MapRunChild::Outcome::Running;
}

void ExecutionStore::keep_frontier(Record& record, execution::Execution&& execution) {
  record.frontier = std::make_unique<execution::Execution>(std::move(execution));
  frontiers_bytes_ += bytes_of(*record.frontier);
  with_frontier_.push_back({record.id, record.ended_at});
  drop_old_frontiers(record.ended_at);
}

std::unique_ptr<execution::Execution> ExecutionStore::take_frontier(Record& record) {
  const std::size_t bytes = bytes_of(*record.frontier);
  frontiers_bytes_ -= bytes;
  give_back(record, bytes);
  return std::move(record.frontier);
}

void ExecutionStore::drop_old_frontiers(TimePoint now) {
  while (!with_frontier_.empty()) {
    const Ended& oldest = with_frontier_.front();
    const auto found = records_.find(oldest.id);
    const bool current = found != records_.end() && found->second->frontier && found->second->ended_at == oldest.at;
    if (current && frontiers_bytes_ <= frontiers_bytes_max_ && now - oldest.at <= redrivable_for) return;
    if (current) {
      take_frontier(*found->second).reset();
      if (MapRunChild* child = child_of(*found->second)) child->redrivable = false;
    }
    with_frontier_.pop_front();
  }
}

/// Follows each attempt from its Scheduled event by previousEventId to the event that ends it.
void ExecutionStore::note_outside(Record& record, const execution::HistoryEvent& event) {
  using enum execution::EventType;
  if (!record.outside) {
    if (event.type != ActivityScheduled && event.type != TaskScheduled) return;
    if (!answered_outside(record, event)) return;
    record.outside = std::make_unique<Record::Outside>();
  }
  auto& open = *record.outside;
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

/// Returns whether the execution has not been redriven since.
bool ExecutionStore::is_current(const Ended& ended) const {
  const auto found = records_.find(ended.id);
  return found != records_.end() && !found->second->running() && found->second->ended_at == ended.at;
}

ExecutionStore::Forgotten ExecutionStore::forget_old(TimePoint now) {
  Forgotten forgotten;
  while (!ended_.empty()) {
    const Ended& oldest = ended_.front();
    if (is_current(oldest)) {
      const bool old = now - oldest.at > kept_for;
      if (!old && ended_count_ <= ended_max_ && budget_->bytes <= budget_->bytes_max) break;
      forgotten.push_back(forget(oldest.id));
      --ended_count_;
    }
    ended_.pop_front();
  }
  return forgotten;
}

void ExecutionStore::forget_ended_where(const std::function<bool(const Record&)>& forgettable) {
  Forgotten forgotten;
  const std::lock_guard lock{mutex_};
  for (const Ended& ended : ended_) {
    if (!is_current(ended) || !forgettable(*records_.at(ended.id))) continue;
    forgotten.push_back(forget(ended.id));
    --ended_count_;
  }
}

ExecutionStore::RecordPtr ExecutionStore::forget(std::uint64_t id) {
  const auto found = records_.find(id);
  RecordPtr record = std::move(found->second);
  if (record->frontier) take_frontier(*record).reset();
  records_.erase(found);
  give_back(*record, record->bytes);
  if (const auto named = ids_.find(record->arn); named != ids_.end() && named->second == id) ids_.erase(named);
  unlist(*record);
  if (const auto runs = map_runs_by_execution_.find(id); runs != map_runs_by_execution_.end()) {
    for (const std::string& arn : runs->second) map_runs_.erase(arn);
    map_runs_by_execution_.erase(runs);
  }
  return record;
}

}  // namespace stepstorm::api
