// What an account has been given by name: state machines with their revisions, versions and aliases, activities, tags.
// Plain data in one place; used by one thread at a time, which holds its mutex. Knows nothing of executions.
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
inline constexpr std::size_t aliases_max = 100;     // likewise
inline constexpr std::size_t tags_max = 50;         // of a resource

/// A state machine as it stood between two updates. Immutable; executions keep theirs.
struct Revision {
  std::string id;          // a UUID
  bool shown = false;      // the id: the first revision's is not
  std::string definition;  // as sent
  std::string role_arn;
  Json logging;     // as DescribeStateMachine shows it
  Json tracing;     // likewise
  Json encryption;  // null: none was said
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
  Json created;  // what a second CreateStateMachine has to say to be the same
  std::map<std::uint64_t, Version> versions;
  std::uint64_t next_version = 1;
  std::vector<Alias> aliases;  // in order of creation
  Tags tags;
  bool deleting = false;  // it was deleted, and goes when its executions have ended

  Alias* alias(const std::string& name);
  std::string version_arn(std::uint64_t version) const { return arn + ':' + std::to_string(version); }
  std::string alias_arn(const Alias& alias) const { return arn + ':' + alias.name; }
  /// The version that has this revision, or a new one. `description` of a new one.
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
  std::recursive_mutex mutex;  // held by each operation, and by orchestrators that look for a machine

  std::map<std::string, StateMachineEntry> state_machines;  // by ARN
  std::map<std::string, ActivityEntry> activities;          // by ARN

  StateMachineEntry* state_machine(const std::string& arn);
  /// The revision's machine, which knows what activities there are when it asks for one.
  execution::StateMachinePtr startable(const Revision& revision);
  /// To be called when activities have come or gone.
  void activities_changed() { knowing_activities_.clear(); }
  /// The tags of what an ARN names. Error: InvalidArn, ResourceNotFound.
  tl::expected<Tags*, Error> tags(const std::string& arn);

 private:
  std::map<execution::StateMachinePtr, execution::StateMachinePtr> knowing_activities_;  // by what they are made of
};

[[nodiscard]] Error state_machine_does_not_exist(const std::string& arn);
[[nodiscard]] Error state_machine_deleting(const std::string& arn);

}  // namespace stepstorm::api
