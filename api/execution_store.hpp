// Stores the status and history of an account's executions by ARN. The engine, which keeps no history itself, notifies
// the store as an observer, on its threads; the API reads it on another.
//
// Bounded: forgets the oldest ended executions beyond `ended_max`, beyond the memory budget of all stores, and 90 days
// after their end. EXPRESS executions have no history. The data for a redrive is kept for 14 days, in at most
// `frontiers_bytes_max` bytes; beyond that, the executions that ended first can no longer be redriven.
// Source: semantics.md 8.2, 8.4, 8.5.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/brief_mutex.hpp"
#include "api/error.hpp"
#include "api/registry.hpp"
#include "messages/messages.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::api {

/// The version or alias that an execution was started through, and its trace header.
struct StartedThrough {
  std::string version_arn;  // empty: no version
  std::string alias_arn;    // empty: no alias
  std::string trace_header;
};

/// Identifies a child of a map run.
struct ChildOfMapRun {
  std::string map_run;  // ARN of the map run
  std::uint32_t index = 0;
  std::uint32_t items = 0;       // in its input
  bool pending_redrive = false;  // its map run was redriven, but this child not yet
};

/// The redrives of an execution.
struct Redrives {
  struct ByToken {
    std::string client_token;
    TimePoint at;
  };
  std::uint32_t count = 0;
  TimePoint at;                    // of the last redrive
  std::deque<ByToken> by_token{};  // the last redrives
};

struct Record {
  std::uint64_t id = 0;
  std::string arn;
  execution::StateMachinePtr state_machine;
  RevisionPtr revision;                           // null for a Distributed Map's children and for nested executions
  std::unique_ptr<const StartedThrough> special;  // null: started without any of them
  std::unique_ptr<ChildOfMapRun> child;           // null: not a child
  Payload input;
  TimePoint started_at;
  TimePoint ended_at;
  execution::Status status;
  execution::History history;
  std::unique_ptr<Redrives> redriven;              // null: never redriven
  std::unique_ptr<execution::Execution> frontier;  // the state from which a redrive continues; null: none
  using Outside = std::map<std::uint32_t, asl::StateIndex>;
  std::unique_ptr<Outside> outside;  // by last event: attempts to be answered from outside; null: none
  std::uint64_t bytes = 0;           // that it holds, once it has ended
  std::uint64_t sequence = 0;        // 1, 2, 3 ... in the order in which executions became known
  std::uint8_t listed_as = 0;        // in which of the lists by status it is
  bool requested = false;            // started by a request, not by another execution

  bool running() const { return std::holds_alternative<execution::Running>(status); }
  bool ended_without_success() const { return !running() && !std::holds_alternative<execution::Succeeded>(status); }
  /// RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE.
  std::string_view status_name() const;
  std::string_view name() const;
  const StartedThrough& through() const;
  std::uint32_t redrives() const { return redriven ? redriven->count : 0; }
};

struct MapRunRecord {
  std::string arn;
  std::uint64_t execution = 0;
  std::string execution_arn;
  asl::StateIndex state = 0;
  std::uint32_t last_event = 0;  // in its execution's history
  TimePoint started_at;
  std::optional<TimePoint> ended_at;
  enum class Status { Running, Succeeded, Failed, Aborted };
  Status status = Status::Running;
  std::uint32_t redrives = 0;
  TimePoint redriven_at;
  execution::ReportMapRun settings;  // current settings
};

/// Counts of a map run's children, or of their items, by state.
struct MapRunCounts {
  std::uint64_t pending = 0, running = 0, succeeded = 0, failed = 0, timed_out = 0, aborted = 0, total = 0;
  std::uint64_t failures_not_redrivable = 0, pending_redrive = 0;
};

/// Counts of executions, by status.
struct StoreCounts {
  std::uint64_t started = 0, succeeded = 0, failed = 0, timed_out = 0, aborted = 0, redriven = 0, open = 0;
};

/// The estimated memory of the ended executions of all accounts, and its limit, in bytes.
struct StoreBudget {
  std::uint64_t bytes_max = ~std::uint64_t{0};
  std::atomic<std::uint64_t> bytes{0};
};

class ExecutionStore final : public orchestration::Observer {
 public:
  explicit ExecutionStore(std::size_t ended_max,
                          std::shared_ptr<StoreBudget> budget = std::make_shared<StoreBudget>(),
                          std::size_t frontiers_bytes_max = std::size_t{1} << 30)
      : ended_max_(ended_max), frontiers_bytes_max_(frontiers_bytes_max), budget_(std::move(budget)) {}
  ~ExecutionStore() override { budget_->bytes -= ended_bytes_; }

  /// Registers an execution that the engine was asked to start; it may have begun, or ended, already.
  void started(std::uint64_t id,
               const std::string& arn,
               const execution::StateMachinePtr& state_machine,
               const RevisionPtr& revision,
               Payload input,
               TimePoint at,
               StartedThrough through);

  /// Calls `tell` when the execution ends, on the engine's thread that reports the end, or at once when it has ended.
  /// Returns false for an unknown execution.
  bool when_ended(std::uint64_t id, std::function<void(const Record&)> tell);

  /// Calls `read` with the record, which does not change meanwhile. Returns false when there is no such execution.
  bool read(const std::string& arn, const std::function<void(const Record&)>& read) const;

  /// Calls `read` with the records of a state machine, version, alias or map run, newest first, from the one before
  /// the sequence `before` (0: the newest) until `read` returns false. `status`: limits the records to this status;
  /// empty: all.
  void newest_first(const std::string& owner,
                    std::string_view status,
                    std::uint64_t before,
                    const std::function<bool(const Record&)>& read) const;

  std::vector<MapRunRecord> map_runs_of(const std::string& execution_arn) const;
  std::optional<MapRunRecord> map_run(const std::string& arn) const;
  struct CountsOfMapRun {
    MapRunCounts executions;
    MapRunCounts items;
  };
  CountsOfMapRun counts_of_map_run(const std::string& arn) const;

  /// Returns why an execution without success cannot be redriven at `now`, in the service's words; empty when it can.
  static std::string not_redrivable_because(const Record& record, TimePoint now);

  /// The data that the engine needs for a redrive; the execution counts as running from then on. `redrive` includes
  /// the children of its map runs that are redriven with it. `wait_for`: a child that is still being aborted; request
  /// the redrive again when it has ended.
  struct Redriven {
    TimePoint at;
    std::optional<messages::Redrive> redrive;  // nullopt: `wait_for`, or a repeated client token
    std::optional<std::uint64_t> wait_for;
  };
  tl::expected<Redriven, Error> redrive(const std::string& arn, const std::string& client_token, TimePoint now);

  /// Calls `end`, on the engine's thread, with each execution of this machine that enters or leaves a state from now
  /// on.
  void end_at_next_transition(const std::string& machine_arn, std::function<void(std::uint64_t execution)> end);
  bool runs_any_of(const std::string& machine_arn) const;
  void is_deleted(const std::string& machine_arn);

  /// Forgets executions that have ended, regardless of the limits of number and age.
  void forget_ended_where(const std::function<bool(const Record&)>& forgettable);

  StoreCounts counts() const;

  /// Returns the number of attempts of STANDARD executions that wait for an activity's worker or a task token's
  /// holder.
  std::uint64_t outside() const { return outside_; }

  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override;
  void child_started(const execution::Execution& child, const execution::StartChild& as) override;
  void nested_started(const execution::Execution& nested, const orchestration::FoundMachine& of) override;
  void map_run_reported(const execution::Execution& execution, execution::ReportMapRun&& report) override;
  void ended(orchestration::EndedExecution&& ended) override;

 private:
  using RecordPtr = std::shared_ptr<Record>;

  RecordPtr known(const execution::Execution& execution);
  RecordPtr remember(RecordPtr record);
  void end_if_deleted(const Record& record, std::span<const execution::HistoryEvent> events) const;
  void note_outside(Record& record, const execution::HistoryEvent& event);
  struct MapRunChild {
    enum class Outcome : std::uint8_t { Pending, Running, Succeeded, Failed, TimedOut, Aborted, PendingRedrive };
    Outcome outcome = Outcome::Pending;
    bool redrivable = true;
    std::uint32_t items = 0;
    std::uint64_t execution = 0;
  };
  struct KnownMapRun {
    MapRunRecord record;
    std::vector<MapRunChild> children;
  };
  static void count(MapRunCounts& counts, MapRunChild::Outcome outcome, bool redrivable, std::uint64_t weight);
  static MapRunChild::Outcome outcome_of(const execution::Status& status);

  void note_redrive(Record& record, const execution::HistoryEvent& event);
  void note_map_run(const Record& record, const execution::HistoryEvent& event);
  void end_map_runs(const Record& record);
  MapRunChild* child_of(const Record& record);
  void keep_frontier(Record& record, execution::Execution&& execution);
  std::unique_ptr<execution::Execution> take_frontier(Record& record);
  void drop_old_frontiers(TimePoint now);
  void begin_again(Record& record, TimePoint at);
  void give_back(Record& record, std::uint64_t bytes);
  std::optional<std::uint64_t> child_that_runs(const std::vector<std::string>& map_runs) const;
  void take_children(const std::string& map_run, std::vector<messages::Redrive::Child>& children);
  using Forgotten = std::vector<RecordPtr>;  // destroyed without holding the lock
  void end(Record& record, orchestration::EndedExecution&& ended);
  RecordPtr forget(std::uint64_t id);
  [[nodiscard]] Forgotten forget_old(TimePoint now);
  static std::vector<std::string> owners_of(const Record& record);
  void list(const RecordPtr& record);
  void relist(Record& record);
  void unlist(const Record& record);

  const std::size_t ended_max_;
  const std::size_t frontiers_bytes_max_;
  const std::shared_ptr<StoreBudget> budget_;
  std::uint64_t ended_bytes_ = 0;  // this store's share of the budget
  mutable BriefMutex mutex_;
  std::uint64_t next_sequence_ = 1;
  /// Lists by status (RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE); each ordered by sequence.
  static constexpr std::size_t status_count = 6;
  using Lists = std::array<std::map<std::uint64_t, const Record*>, status_count>;
  std::unordered_map<std::uint64_t, RecordPtr> records_;     // by id; never iterated
  std::unordered_map<std::string_view, std::uint64_t> ids_;  // by ARN, owned by the record; never iterated
  std::unordered_map<std::string, Lists> by_owner_;          // never iterated
  std::unordered_map<std::uint64_t, std::vector<std::function<void(const Record&)>>> waiting_;
  struct Ended {
    std::uint64_t id = 0;
    TimePoint at;
  };
  bool is_current(const Ended& ended) const;
  std::deque<Ended> ended_;  // in order of their ends; may hold executions that were redriven since
  std::size_t ended_count_ = 0;
  std::deque<Ended> with_frontier_;  // in order of their ends
  std::size_t frontiers_bytes_ = 0;
  std::unordered_map<std::string, KnownMapRun> map_runs_;  // by ARN; never iterated
  std::unordered_map<std::uint64_t, std::vector<std::string>> map_runs_by_execution_;
  std::unordered_map<std::string, std::function<void(std::uint64_t)>> ending_;  // by ARN of the machine
  StoreCounts counts_;
  std::atomic<std::uint64_t> outside_{0};
};

}  // namespace stepstorm::api
