// What is known of an account's executions, running and ended: their status and their history, by ARN. Told by the
// engine as an observer, on its threads; asked by the API on another. The engine itself keeps no history.
//
// Bounded: of the executions that have ended, the oldest are forgotten beyond `ended_max`, when all stores together hold more
// than their budget, and when they ended more than 90 days ago. EXPRESS executions have no history.
// Source: semantics.md 8.2, 8.5.
#pragma once

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

#include "api/registry.hpp"
#include "orchestration/observer.hpp"

namespace stepstorm::api {

/// What an execution was started through.
struct StartedThrough {
  RevisionPtr revision;     // null: of a Distributed Map's children and of nested executions
  std::string version_arn;  // empty: none
  std::string alias_arn;    // likewise
  std::string trace_header;
};

struct Record {
  std::uint64_t id = 0;
  std::string arn;
  std::string name;
  execution::StateMachinePtr state_machine;
  StartedThrough through;
  std::string map_run;  // its ARN, of a child
  Payload input;
  TimePoint started_at;
  TimePoint ended_at;
  execution::Status status;
  execution::History history;
  std::uint32_t redrives = 0;
  std::optional<TimePoint> redriven_at;
  std::map<std::uint32_t, asl::StateIndex> outside;  // by last event: attempts to be answered from outside
  std::uint64_t bytes = 0;                           // that it holds, once it has ended
  std::uint64_t sequence = 0;                        // 1, 2, 3 ... in the order in which executions became known

  bool running() const { return std::holds_alternative<execution::Running>(status); }
};

struct MapRunRecord {
  std::string arn;
  std::uint64_t execution = 0;
  std::string execution_arn;
  asl::StateIndex state = 0;
  TimePoint started_at;
  std::optional<TimePoint> ended_at;
  bool succeeded = false;
};

/// How many executions are, and have ended, in which way.
struct StoreCounts {
  std::uint64_t started = 0, succeeded = 0, failed = 0, timed_out = 0, aborted = 0, open = 0;
};

/// What the ended executions of all accounts hold in memory, by estimate, and may.
struct StoreBudget {
  std::uint64_t bytes_max = ~std::uint64_t{0};
  std::atomic<std::uint64_t> bytes{0};
};

class ExecutionStore final : public orchestration::Observer {
 public:
  explicit ExecutionStore(std::size_t ended_max, std::shared_ptr<StoreBudget> budget = std::make_shared<StoreBudget>())
      : ended_max_(ended_max), budget_(std::move(budget)) {}
  ~ExecutionStore() override { budget_->bytes -= ended_bytes_; }

  /// Of an execution that the engine has been asked to start; it may have begun, and ended, already.
  void started(std::uint64_t id,
               const std::string& arn,
               const std::string& name,
               const execution::StateMachinePtr& state_machine,
               Payload input,
               TimePoint at,
               StartedThrough through);

  /// Called when the execution has ended, or at once when it has; on whichever thread tells it. false: not known.
  bool when_ended(std::uint64_t id, std::function<void(const Record&)> tell);

  /// Calls `read` with the record while nothing changes it. false: there is none.
  bool read(const std::string& arn, const std::function<void(const Record&)>& read) const;

  /// The records of a state machine (unqualified ARN) or of a map run, newest first, from the one before `before`
  /// (a sequence; 0: the newest) until `read` says that it has enough.
  void newest_first(const std::string& owner,
                    std::uint64_t before,
                    const std::function<bool(const Record&)>& read) const;

  std::vector<MapRunRecord> map_runs_of(const std::string& execution_arn) const;
  std::optional<MapRunRecord> map_run(const std::string& arn) const;

  StoreCounts counts() const;

  /// Attempts of STANDARD executions that wait for a worker of an activity or for the holder of a task token.
  std::uint64_t outside() const { return outside_; }

  void recorded(const execution::Execution& execution, std::span<const execution::HistoryEvent> events) override;
  void ended(orchestration::EndedExecution&& ended) override;

 private:
  using RecordPtr = std::shared_ptr<Record>;

  RecordPtr known(const execution::Execution& execution);
  RecordPtr remember(Record record);
  void note_outside(Record& record, const execution::HistoryEvent& event);
  void note_map_run(const Record& record, const execution::HistoryEvent& event);
  std::string map_run_of(const execution::Execution& child) const;
  void forget(std::uint64_t id);
  void forget_old(TimePoint now);
  std::string owner_of(const Record& record) const;

  const std::size_t ended_max_;
  const std::shared_ptr<StoreBudget> budget_;
  std::uint64_t ended_bytes_ = 0;  // of this store
  mutable std::mutex mutex_;
  std::uint64_t next_sequence_ = 1;
  std::unordered_map<std::uint64_t, RecordPtr> records_;                          // by id; never iterated
  std::unordered_map<std::string, std::uint64_t> ids_;                            // by ARN; never iterated
  std::unordered_map<std::string, std::map<std::uint64_t, RecordPtr>> by_owner_;  // by sequence
  std::unordered_map<std::uint64_t, std::vector<std::function<void(const Record&)>>> waiting_;
  std::deque<std::uint64_t> ended_;                         // ids in order of their ends
  std::unordered_map<std::string, MapRunRecord> map_runs_;  // by ARN; never iterated
  std::unordered_map<std::uint64_t, std::vector<std::string>> map_runs_by_execution_;
  StoreCounts counts_;
  std::atomic<std::uint64_t> outside_{0};
};

}  // namespace stepstorm::api
