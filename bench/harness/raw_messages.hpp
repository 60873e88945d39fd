// The limit: the cost of CAF alone. An orchestrator and three workers exchange bare tasks and answers, six for an order
// of three tasks; each is a number and a payload without any work. Each is sent as a message of its own, or in the
// batches of the real system: an orchestrator sends a batch to a worker when it has nothing more to read, or when the
// batch is large enough; a worker answers a batch by a batch.
#pragma once

#include <cstdint>

namespace stepstorm::bench {

struct RawLoad {
  unsigned threads = 1;            // and as many orchestrators, each with three workers of its own
  std::uint64_t in_flight = 1000;  // orders, of all orchestrators together
  std::uint64_t orders = 1'000'000;
  bool batched = false;
};

struct RawResult {
  double orders_per_second = 0;
  std::uint64_t orders = 0;    // that ended
  std::uint64_t carried = 0;   // tasks and answers that were received
  std::uint64_t messages = 0;  // that they came in
};

[[nodiscard]] RawResult run_raw_messages(const RawLoad& load);

}  // namespace stepstorm::bench
