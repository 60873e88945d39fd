// The named resources of an account: state machines with revisions, versions and aliases, activities, tags.
// Plain data; used by one thread at a time, which holds the mutex. Knows nothing of executions.
// Source: semantics.md 8.1, 8.4; conformance FACTS 7.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

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
};
using RevisionPtr = std::shared_ptr<const Revision>;

struct Version {
  std::uint64_t number = 0;
  RevisionPtr revision;
  std::string description;
  TimePoint created_at;
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
};

using Tags = std::map<std::string, std::string>;

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

  Alias* alias(const std::string& name);
  std::string version_arn(std::uint64_t version) const { return arn + ':' + std::to_string(version); }
  std::string alias_arn(const Alias& alias) const { return arn + ':' + alias.name; }
  /// Returns the version with the current revision, or makes one with this description.
  tl::expected<const Version*, Error> publish(const std::string& description, TimePoint now);
};

struct ActivityEntry {
  std::string name;
  std::string arn;
  TimePoint created_at;
  Json encryption;
  Tags tags;
};

struct Registry {
  std::recursive_mutex mutex;  // held by each operation, and by orchestrators that look up a machine

  std::map<std::string, StateMachineEntry> state_machines;  // by ARN
  std::map<std::string, ActivityEntry> activities;          // by ARN

  StateMachineEntry* state_machine(const std::string& arn);
  /// Returns the revision's machine with the set of existing activities, if it uses activities.
  execution::StateMachinePtr startable(const Revision& revision);
  /// Must be called when activities were created or deleted.
  void activities_changed() { knowing_activities_.clear(); }
  /// Returns the tags of the resource with this ARN. Errors: InvalidArn, ResourceNotFound.
  tl::expected<Tags*, Error> tags(const std::string& arn);

 private:
  std::map<execution::StateMachinePtr, execution::StateMachinePtr> knowing_activities_;  // by the revision's machine
};

[[nodiscard]] Error state_machine_does_not_exist(const std::string& arn);
[[nodiscard]] Error state_machine_deleting(const std::string& arn);

}  // namespace stepstorm::api
