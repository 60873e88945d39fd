// The state of a running Distributed Map: its items, its children and their results, and its failure tolerance.
// Not a public header: only execution/ includes it.
// Source: semantics.md 7.4; recordings.md 5.13.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "execution/execution.hpp"
#include "execution/failure.hpp"
#include "execution/item_reader.hpp"
#include "execution/result_writer.hpp"

namespace stepstorm::execution {

/// Limits of one batch, from ItemBatcher.
struct BatchLimits {
  std::size_t items = std::numeric_limits<std::size_t>::max();
  std::size_t bytes = 0;
  std::optional<Json> input;  // BatchInput
};

/// The batching of a Map's selected items.
struct Batching {
  BatchLimits limits;
  std::size_t frame = 0;  // size of a batch without items, in bytes
  Json items = Json::array();
  std::size_t bytes = 0;  // size of `items`, in bytes
};

struct MapRun {
  enum class Phase {
    Reading,     // reads the items
    Selecting,   // applies ItemSelector
    Batching,    // groups the selected items into batches
    Admitting,   // checks the sizes of the children's inputs
    Running,     // starts children and waits for them
    Collecting,  // gathers the results
    Writing,     // waits for the object store to write the result files
    Redriven     // runs unsuccessful children again
  };

  Phase phase = Phase::Reading;
  std::shared_ptr<const std::string> arn;  // ARN of the map run
  std::string uuid;
  StateMachinePtr children_of;             // state machine of the children
  std::int64_t max_items = 0;              // 0: all
  std::vector<std::string> keys;           // keys of the objects named by a manifest or a listing
  std::size_t read = 0;                    // number of these objects that have been read
  std::vector<std::string> headers;        // CSV headers for these objects
  std::optional<ItemCursor> cursor;        // position in the object being read
  Json items = Json::array();              // as read
  std::optional<Payload> given;            // items from the input instead of an ItemReader
  bool keyed = false;                      // items are members of an object: {"Key", "Value"}
  Payload input;                           // input of the state, after InputPath
  std::string item_source = "STATE_DATA";  // $$.Map.Item.Source
  std::vector<Json> selected;              // selected items that wait for batching
  std::optional<Batching> batching;
  std::uint32_t handled = 0;                       // number of items or results handled in the current phase
  std::vector<Payload> inputs;                     // inputs of the children; {} once no longer needed
  std::vector<std::uint32_t> items_in;             // number of items of each child
  std::deque<std::optional<ChildResult>> results;  // results of the children; empty when they are not needed
  Json outputs = Json::array();                    // results collected so far
  std::optional<ResultFiles> files;                // results collected so far for ResultWriter
  std::uint32_t next = 0;
  std::uint32_t open = 0;
  bool starting = false;              // start of more children was deferred, to give other executions a turn
  std::uint32_t concurrency = 0;      // the largest number of children at the same time
  std::uint32_t max_concurrency = 0;  // MaxConcurrency; 0: no limit of its own
  std::uint32_t redrives = 0;
  std::vector<bool> succeeded;       // by child that was started
  std::vector<std::uint32_t> again;  // children to redrive, in reverse order
  std::uint64_t all_items = 0;
  std::uint64_t failed_items = 0;
  std::optional<std::int64_t> tolerated_count;
  std::optional<double> tolerated_percentage;
  std::string results_bucket;  // ResultWriter's, evaluated once; empty until then
  std::string results_prefix;
};

}  // namespace stepstorm::execution
