// One account: state machines, executions, an engine and a clock of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "actors/system.hpp"
#include "api/bucket_store.hpp"
#include "api/directory.hpp"
#include "api/execution_store.hpp"
#include "api/mock_cases.hpp"
#include "api/polls.hpp"
#include "api/registry.hpp"
#include "api/timeline.hpp"
#include "config/settings.hpp"
#include "world/stream.hpp"

namespace stepstorm::api {

enum class Clock { Wall, Virtual };

struct AccountOptions {
  std::string account = "123456789012";
  std::string region = "us-east-1";
  config::Settings settings;  // the resources that answer tasks
  Clock clock = Clock::Wall;
  TimePoint epoch = actors::VirtualClock{}.epoch;                         // start of a virtual clock
  std::size_t ended_max = 1'000'000;                                      // ended executions kept at most
  std::shared_ptr<StoreBudget> budget = std::make_shared<StoreBudget>();  // shared by all accounts
  MockFilePtr mocks;                                                      // null: none
  faults::FaultPlan faults;
  Json fault_document;                 // that the plan was read from; null: there is none
  bool starts_share_messages = false;  // on a wall clock, executions begin with the next `send_starts`
  double wait_time_scale = 1;          // of Wait states and of the time between attempts
  std::uint64_t definitions_bytes_max = ~std::uint64_t{0};  // of state machines, activities and tags, by estimate
};

/// Used only by work posted to its timeline, except for the store, which the engine's threads notify.
class Account {
 public:
  explicit Account(AccountOptions options);
  ~Account();
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  TimePoint now() const;
  std::string uuid() { return names_.uuid(); }
  world::Stream& choices() { return choices_; }

  /// Starts an execution on the engine. Source: semantics.md 9.3.
  tl::expected<actors::StartedExecution, actors::ApiError> start(execution::StateMachinePtr machine,
                                                                 Payload input,
                                                                 std::optional<std::string> name);
  void send_starts() { engine_->send_starts(); }

  /// Returns arn:aws:states:<region>:<account>:<resource>.
  std::string arn(const std::string& resource) const;
  const AccountOptions& options() const { return options_; }

  /// Sets what a part of the registry is charged with. Where there is no room, the ended executions of definitions that
  /// are no longer in the registry are forgotten. false: there is no room all the same, and nothing changes.
  bool set_charge(Charge& charge, std::uint64_t bytes);
  /// A definition that would take more memory than all definitions may together is not even compiled; nullopt: it is.
  std::optional<Error> too_large(const std::string& definition) const;
  /// The error of an operation that set_charge leaves without room.
  Error no_room(const std::string& code) const;

  /// The version with the current revision; a new one with this description where there is none.
  /// Error: ServiceQuotaExceededException.
  tl::expected<const Version*, Error> publish(StateMachineEntry& machine, const std::string& description);

  /// With its versions and aliases. While executions of it run it is there, in DELETING status, and ends them at their
  /// next transition. Source: semantics.md 8.4.
  void delete_state_machine(const std::string& arn);
  /// Removes deleted state machines whose executions have ended.
  void end_deletions();

  Registry registry;
  ExecutionStore store;
  Polls polls;
  MockCases mocks;
  Json fault_document;  // of the active plan; null: no plan
  actors::System& engine() { return *engine_; }
  Timeline& timeline() { return *timeline_; }
  const Timeline& timeline() const { return *timeline_; }
  BucketStore& buckets() { return *buckets_; }

 private:
  AccountOptions options_;
  std::shared_ptr<Allowance> allowance_;  // of the registry
  std::set<std::string> deleting_;        // ARNs of state machines
  world::Stream names_;
  world::Stream choices_;  // stream of the choices among an alias's versions
  std::shared_ptr<BucketStore> buckets_;
  std::unique_ptr<actors::System> engine_;
  std::unique_ptr<Timeline> timeline_;  // destroyed before the engine
};

}  // namespace stepstorm::api
