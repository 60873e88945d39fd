#include "orchestration/policies/load_shedder.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace stepstorm::policies {
namespace {

const std::vector<std::string> resources{"validate", "payment", "confirm"};

}  // namespace

TEST_CASE("an order is admitted while every limit that is set is above what is there", "[resilience]") {
  struct Row {
    std::string what;
    LoadSheddingOptions options;
    std::uint64_t open;
    std::vector<std::uint64_t> queued;  // by resource
    bool admitted;
  };
  const std::vector<Row> rows{
      {"one below the limit of open orders", {10, {}}, 9, {0, 0, 0}, true},
      {"at the limit of open orders", {10, {}}, 10, {0, 0, 0}, false},
      {"queues have no limit", {10, {}}, 0, {1'000, 1'000, 1'000}, true},
      {"one below the limit of a queue", {{}, {{"payment", 5}}}, 1'000, {9, 4, 9}, true},
      {"at the limit of a queue", {{}, {{"payment", 5}}}, 0, {0, 5, 0}, false},
      {"one of several queues", {{}, {{"payment", 5}, {"confirm", 2}}}, 0, {9, 4, 2}, false},
      {"both limits, the queue's is reached", {10, {{"payment", 5}}}, 9, {0, 6, 0}, false},
      {"both limits, neither is reached", {10, {{"payment", 5}}}, 9, {0, 4, 0}, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const LoadShedder shedder{row.options, resources};
    CHECK(shedder.admits(row.open, [&](std::size_t resource) { return row.queued[resource]; }) == row.admitted);
  }
}

}  // namespace stepstorm::policies
