// The named resources of an account: state machines with revisions, versions and aliases, activities, tags.
// Plain data; used by one thread at a time, which holds the mutex. Knows nothing of executions. What is kept here is
// charged to the account's allowance; a definition is charged until nothing keeps its revision, executions included.
// Source: semantics.md 8.1, 8.4; conformance FACTS 7.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/allowance.hpp"
#include "api/error.hpp"
#include "execution/execution.hpp"
#include "values/json.hpp"
#include "values/timestamp.hpp"

namespace stepstorm::api {

inline constexpr std::size_t state_machines_max = 100'000;
inline constexpr std::size_t activities_max = 100'000;
inline constexpr std::size_t versions_max = 1'000;  // of a state machine
inline constexpr std::size_t aliases_max = 100;     // of a state machine
inline constexpr std::size_t tags_max = 50;         // of a resource

/// A state machine between two updates. Immutable; executions keep their revision.
struct Revision {
  std::string id;          // a UUID
  bool shown = false;      // whether responses show the id; not that of the first revision
  std::string definition;  // as sent
  std::string role_arn;
  Json logging;     // as in DescribeStateMachine
  Json tracing;     // as in DescribeStateMachine
  Json encryption;  // null: none was given
  TimePoint at;
  execution::StateMachinePtr state_machine;
  std::shared_ptr<const Charge> charge = nullptr;
};
using RevisionPtr = std::shared_ptr<const Revision>;

struct Version {
  std::uint64_t number = 0;
  RevisionPtr revision;
  std::string description;
  TimePoint created_at;
  Charge charge = {};
};

struct Route {
  std::string version_arn;
  std::uint64_t version = 0;
  std::int64_t weight = 0;
};

struct Alias {
  std::string name;
  std::string description;
  std::vector<Route> routes;
  TimePoint created_at;
  TimePoint updated_at;
  Charge charge = {};
};

struct Tags {
  std::map<std::string, std::string> values;
  Charge charge;
};

struct StateMachineEntry {
  std::string name;
  std::string arn;
  asl::MachineType type = asl::MachineType::STANDARD;
  TimePoint created_at;
  RevisionPtr current;
  Json created;  // the members that an idempotent second CreateStateMachine must repeat
  std::map<std::uint64_t, Version> versions;
  std::uint64_t next_version = 1;
  std::vector<Alias> aliases;  // in order of creation
  Tags tags;
  bool deleting = false;  // deleted; removed when its executions have ended
  Charge charge = {};     // without revisions, versions, aliases and tags

  Alias* alias(const std::string& name);
  std::string version_arn(std::uint64_t version) const { return arn + ':' + std::to_string(version); }
  std::string alias_arn(const Alias& alias) const { return arn + ':' + alias.name; }
  /// Returns the version with the current revision; nullptr: it is not published.
  const Version* published() const;
};

struct ActivityEntry {
  std::string name;
  std::string arn;
  TimePoint created_at;
  Json encryption;
  Tags tags;
  Charge charge = {};
};

struct Registry {
  std::recursive_mutex mutex;  // held by each operation, and by orchestrators that look up a machine

  std::map<std::string, StateMachineEntry> state_machines;  // by ARN
  std::map<std::string, ActivityEntry> activities;          // by ARN

  StateMachineEntry* state_machine(const std::string& arn);
  /// Of all machines and their versions.
  std::set<const Revision*> revisions() const;
  /// Returns the revision's machine with the set of existing activities, if it uses activities.
  execution::StateMachinePtr startable(const Revision& revision);
  /// Must be called when activities were created or deleted, and when a revision is no longer kept here.
  void activities_changed() { knowing_activities_.clear(); }
  /// Returns the tags of the resource with this ARN. Errors: InvalidArn, ResourceNotFound.
  tl::expected<Tags*, Error> tags(const std::string& arn);

 private:
  std::map<execution::StateMachinePtr, execution::StateMachinePtr> knowing_activities_;  // by the revision's machine
};

/// What an entry is charged with, beside what it holds.
inline constexpr std::uint64_t entry_bytes = 4 << 10;
/// What a part of a request that is kept, in up to two places, is charged with; by estimate.
[[nodiscard]] std::uint64_t kept_bytes(const Json& kept);

[[nodiscard]] Error state_machine_does_not_exist(const std::string& arn);
[[nodiscard]] Error state_machine_deleting(const std::string& arn);

}  // namespace stepstorm::api
