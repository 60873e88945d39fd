// What is known of an account's executions, running and ended: their status and their history, by ARN. Told by the
// engine as an observer, on its threads; asked by the API on another. The engine itself keeps no history.
//
// Bounded: of the executions that have ended, the oldest are forgotten beyond `ended_max`, when all stores together hold more
// than their budget, and when they ended more than 90 days ago. EXPRESS executions have no history. What executions can be
// redriven from is kept for 14 days, and together takes `frontiers_bytes_max` at most: beyond it, those that ended first
// cannot be redriven any more.
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

/// What an execution was started through besides its machine.
struct StartedThrough {
  std::string version_arn;  // empty: none
  std::string alias_arn;    // likewise
  std::string trace_header;
};

/// Which child of which map run an execution is.
struct ChildOfMapRun {
  std::string map_run;  // its ARN
  std::uint32_t index = 0;
  std::uint32_t items = 0;       // in its input
  bool pending_redrive = false;  // its map run was redriven, and its turn has not come
};

/// That an execution was redriven.
struct Redrives {
  struct ByToken {
    std::string client_token;
    TimePoint at;
  };
  std::uint32_t count = 0;
  TimePoint at;                    // the last one
  std::deque<ByToken> by_token{};  // the last ones
};

struct Record {
  std::uint64_t id = 0;
  std::string arn;
  execution::StateMachinePtr state_machine;
  RevisionPtr revision;                           // null: of a Distributed Map's children
  std::unique_ptr<const StartedThrough> special;  // null: nothing
  std::unique_ptr<ChildOfMapRun> child;           // null: it is none
  Payload input;
  TimePoint started_at;
  TimePoint ended_at;
  execution::Status status;
  execution::History history;
  std::unique_ptr<Redrives> redriven;              // null: it was not
  std::unique_ptr<execution::Execution> frontier;  // what a redrive goes on from; null: none
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
  TimePoint started_at;
  std::optional<TimePoint> ended_at;
  enum class Status { Running, Succeeded, Failed, Aborted };
  Status status = Status::Running;
  std::uint32_t redrives = 0;
  TimePoint redriven_at;
  execution::ReportMapRun settings;  // as they are now
};

/// How many of a map run's children, or of the items in them, are in which state.
struct MapRunCounts {
  std::uint64_t pending = 0, running = 0, succeeded = 0, failed = 0, timed_out = 0, aborted = 0, total = 0;
  std::uint64_t failures_not_redrivable = 0, pending_redrive = 0;
};

/// How many executions are, and have ended, in which way.
struct StoreCounts {
  std::uint64_t started = 0, succeeded = 0, failed = 0, timed_out = 0, aborted = 0, redriven = 0, open = 0;
};

/// What the ended executions of all accounts hold in memory, by estimate, and may.
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

  /// Of an execution that the engine has been asked to start; it may have begun, and ended, already.
  void started(std::uint64_t id,
               const std::string& arn,
               const execution::StateMachinePtr& state_machine,
               const RevisionPtr& revision,
               Payload input,
               TimePoint at,
               StartedThrough through);

  /// Called when the execution has ended, or at once when it has; on whichever thread tells it. false: not known.
  bool when_ended(std::uint64_t id, std::function<void(const Record&)> tell);

  /// Calls `read` with the record while nothing changes it. false: there is none.
  bool read(const std::string& arn, const std::function<void(const Record&)>& read) const;

  /// The records of a state machine, version, alias or map run, newest first, from the one before `before` (a sequence;
  /// 0: the newest) until `read` says that it has enough. `status`: only those; empty: all.
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

  /// Why an execution that has no success to show for itself cannot be redriven then, in the service's words; empty: it can.
  static std::string not_redrivable_because(const Record& record, TimePoint now);

  /// What the engine needs to redrive it; from then on it counts as running. `children`: of its map runs that are redriven
  /// with it. `wait_for` one of them that is still being aborted: the redrive is to be asked for again when it has ended.
  struct Redriven {
    TimePoint at;
    std::optional<messages::Redrive> redrive;  // none: this client token has redriven it before
    std::optional<std::uint64_t> wait_for;
  };
  tl::expected<Redriven, Error> redrive(const std::string& arn, const std::string& client_token, TimePoint now);

  /// `end` is called with each execution of this machine that enters or leaves a state from now on, on the engine's thread.
  void end_at_next_transition(const std::string& machine_arn, std::function<void(std::uint64_t execution)> end);
  bool runs_any_of(const std::string& machine_arn) const;
  void is_deleted(const std::string& machine_arn);

  /// Forgets executions that have ended, whatever number and age may be kept.
  void forget_ended_where(const std::function<bool(const Record&)>& forgettable);

  StoreCounts counts() const;

  /// Attempts of STANDARD executions that wait for a worker of an activity or for the holder of a task token.
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
  using Forgotten = std::vector<RecordPtr>;  // to be given back to memory without the lock
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
  std::uint64_t ended_bytes_ = 0;  // of this store
  mutable BriefMutex mutex_;
  std::uint64_t next_sequence_ = 1;
  /// RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE; each by sequence.
  static constexpr std::size_t status_count = 6;
  using Lists = std::array<std::map<std::uint64_t, const Record*>, status_count>;
  std::unordered_map<std::uint64_t, RecordPtr> records_;     // by id; never iterated
  std::unordered_map<std::string_view, std::uint64_t> ids_;  // by ARN, which lies in the record; never iterated
  std::unordered_map<std::string, Lists> by_owner_;          // never iterated
  std::unordered_map<std::uint64_t, std::vector<std::function<void(const Record&)>>> waiting_;
  struct Ended {
    std::uint64_t id = 0;
    TimePoint at;
  };
  bool is_current(const Ended& ended) const;
  std::deque<Ended> ended_;  // in order of their ends; those that were redriven since are in it, too
  std::size_t ended_count_ = 0;
  std::deque<Ended> with_frontier_;  // likewise
  std::size_t frontiers_bytes_ = 0;
  std::unordered_map<std::string, KnownMapRun> map_runs_;  // by ARN; never iterated
  std::unordered_map<std::uint64_t, std::vector<std::string>> map_runs_by_execution_;
  std::unordered_map<std::string, std::function<void(std::uint64_t)>> ending_;  // by ARN of the machine
  StoreCounts counts_;
  std::atomic<std::uint64_t> outside_{0};
};

}  // namespace stepstorm::api
