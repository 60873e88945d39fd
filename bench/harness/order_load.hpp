// Orders through the real system: its orchestrators, its interpreter, its timers, on threads; workers only echo.
// A closed loop: whenever orders end on an orchestrator, as many are started there, so that always the same number is
// open. Measured from when the whole first generation has ended, while all orchestrators are busy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/harness/shop.hpp"
#include "faults/fault.hpp"
#include "messages/messages.hpp"
#include "orchestration/engine_options.hpp"

namespace stepstorm::bench {

/// Where an order's input comes from.
enum class Inputs {
  Prepared,  // one of up to 4,096 documents of its orchestrator, made before: what it costs to make is not measured
  Parsed,    // its own, parsed from its text when the order starts, as a service would
};

struct OrderLoad {
  unsigned threads = 1;              // and as many orchestrators, each with three workers of its own
  std::uint64_t open = 1'000;        // of all orchestrators together; a multiple of their number
  std::uint64_t orders = 1'000'000;  // that are measured
  std::size_t input_bytes = 100;
  Inputs inputs = Inputs::Prepared;
  Workflow workflow;
  orchestration::HistoryPolicy history = orchestration::HistoryPolicy::None;
  faults::FaultPlan faults;
  std::vector<workers::ResourceOptions> resources;  // none: one echo worker each, with room for all that is open
  std::uint64_t seed = 1;
};

struct OrderResult {
  double orders_per_second = 0;
  messages::Counters counters;     // of all orders, with those that were not measured
  std::uint64_t started = 0;       // likewise
  std::uint64_t histories = 0;     // handed over with at least one event
  std::uint64_t events_least = 0;  // of those histories
  std::uint64_t workers_died = 0;
  std::uint64_t faults_fired = 0;

  /// Every order succeeded, by three tasks each, and by so many attempts more.
  bool all_succeeded() const;
};

[[nodiscard]] OrderResult run_orders(const OrderLoad& load);

/// Whether these timeouts are real: the same machine with a timeout of a second, whose payments never come, must end
/// with States.Timeout.
[[nodiscard]] bool timeout_fires(Workflow workflow);

}  // namespace stepstorm::bench
