// The limit: what CAF alone costs. An orchestrator and three workers exchange bare messages, six for an order of three
// tasks; each carries a number and a payload, and nobody does anything with it.
#pragma once

#include <cstdint>

namespace stepstorm::bench {

struct RawLoad {
  unsigned threads = 1;            // and as many orchestrators, each with three workers of its own
  std::uint64_t in_flight = 1000;  // orders, of all orchestrators together
  std::uint64_t orders = 1'000'000;
};

struct RawResult {
  double orders_per_second = 0;
  std::uint64_t orders = 0;    // that ended
  std::uint64_t messages = 0;  // that were received
};

[[nodiscard]] RawResult run_raw_messages(const RawLoad& load);

}  // namespace stepstorm::bench
