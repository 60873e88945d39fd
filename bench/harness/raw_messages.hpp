// The limit: what CAF alone costs. An orchestrator and three workers exchange bare tasks and answers, six for an order of
// three tasks; each is a number and a payload, and nothing is done with it. Each is a message of its own, or they
// travel in the batches of the real system: what an orchestrator has for a worker when it has nothing more to read, or
// when enough has gathered; what a worker has for a batch.
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
