// A Distributed Map while it runs: what it read, which children it has started, how they ended, what it tolerates.
// Not a public header: only execution/ includes it.
// Source: semantics.md 7.4; conformance FACTS 5.13.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "execution/execution.hpp"

namespace stepstorm::execution {

/// How one child ended, kept for the result and for ResultWriter.
struct ChildResult {
  Status status;
  std::string execution_arn;
  Payload input;
  TimePoint started_at;
  TimePoint ended_at;
};

struct MapRun {
  enum class Phase { Reading, Running, Writing };

  Phase phase = Phase::Reading;
  std::shared_ptr<const std::string> arn;  // of the map run
  std::string uuid;
  StateMachinePtr children_of;             // the machine its children belong to
  std::uint32_t started_event = 0;         // MapRunStarted
  std::int64_t max_items = 0;              // 0: all
  std::vector<std::string> unread;         // keys that a manifest names and that are still to be read
  std::vector<std::string> headers;        // of those
  Json items = Json::array();              // as read or taken from the input
  std::string item_source = "STATE_DATA";  // $$.Map.Item.Source
  std::vector<Payload> inputs;             // of the children
  std::vector<std::uint32_t> items_in;     // how many items each child has
  std::vector<std::optional<ChildResult>> results;
  std::uint32_t next = 0;
  std::uint32_t open = 0;
  std::uint32_t concurrency = 0;
  std::uint64_t failed_items = 0;
  std::optional<std::int64_t> tolerated_count;
  std::optional<double> tolerated_percentage;
  std::string results_bucket;  // ResultWriter's, once they are known: what its template gave, evaluated once
  std::string results_prefix;
};

}  // namespace stepstorm::execution
