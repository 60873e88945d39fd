// A Distributed Map while it runs: what it read, which children it has started, how they ended, what it tolerates.
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

/// What ItemBatcher allows one batch.
struct BatchLimits {
  std::size_t items = std::numeric_limits<std::size_t>::max();
  std::size_t bytes = 0;
  std::optional<Json> input;  // BatchInput
};

/// The batches of a Map that has selected its items.
struct Batching {
  BatchLimits limits;
  std::size_t frame = 0;  // bytes of a batch without items
  Json items = Json::array();
  std::size_t bytes = 0;  // of the items
};

struct MapRun {
  enum class Phase {
    Reading,     // its items
    Selecting,   // what of them its children get
    Batching,    // what it has selected
    Admitting,   // what its children get, unless it is too large
    Running,     // its children
    Collecting,  // what came out of them
    Writing,     // waits for the object store
    Redriven     // those of its children that did not succeed are to go on
  };

  Phase phase = Phase::Reading;
  std::shared_ptr<const std::string> arn;  // of the map run
  std::string uuid;
  StateMachinePtr children_of;             // the machine its children belong to
  std::int64_t max_items = 0;              // 0: all
  std::vector<std::string> keys;           // that a manifest or a listing names
  std::size_t read = 0;                    // how many of them have been read
  std::vector<std::string> headers;        // of those
  std::optional<ItemCursor> cursor;        // in what is being read
  Json items = Json::array();              // as read
  std::optional<Payload> given;            // items that were not read but lie in the input
  bool keyed = false;                      // each of them a member of an object: {"Key", "Value"}
  Payload input;                           // of the state, after InputPath
  std::string item_source = "STATE_DATA";  // $$.Map.Item.Source
  std::vector<Json> selected;              // to be put into batches
  std::optional<Batching> batching;
  std::uint32_t handled = 0;                       // items or results, in the phase that goes through them
  std::vector<Payload> inputs;                     // of the children; {} where nothing asks for it any more
  std::vector<std::uint32_t> items_in;             // how many items each child has
  std::deque<std::optional<ChildResult>> results;  // empty: nothing is made of them
  Json outputs = Json::array();                    // as collected so far
  std::optional<ResultFiles> files;                // likewise, where ResultWriter writes
  std::uint32_t next = 0;
  std::uint32_t open = 0;
  bool starting = false;              // more children start when others have had their turn
  std::uint32_t concurrency = 0;      // children at the same time at most
  std::uint32_t max_concurrency = 0;  // as asked for; 0: no limit of its own
  std::uint32_t redrives = 0;
  std::vector<bool> succeeded;       // of the children that were started
  std::vector<std::uint32_t> again;  // children to redrive, the last one first
  std::uint64_t all_items = 0;
  std::uint64_t failed_items = 0;
  std::optional<std::int64_t> tolerated_count;
  std::optional<double> tolerated_percentage;
  std::string results_bucket;  // ResultWriter's, once they are known: what its template gave, evaluated once
  std::string results_prefix;
};

}  // namespace stepstorm::execution
