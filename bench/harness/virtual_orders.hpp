// Orders through the engine in virtual time, on the calling thread: the cost of the same plain classes without actors
// and without waiting.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/harness/shop.hpp"
#include "orchestration/observer.hpp"
#include "simulation/engine.hpp"

namespace stepstorm::bench {

/// Counts the ends.
class Ends final : public orchestration::Observer {
 public:
  void ended(orchestration::EndedExecution&& ended) override {
    ++count;
    if (std::holds_alternative<execution::Succeeded>(ended.execution.status)) ++succeeded;
    if (ended.history.size() == events_of_an_order) ++histories;
  }
  std::uint64_t count = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t histories = 0;  // whole ones of the order workflow without retries
};

[[nodiscard]] simulation::ShellOptions engine_options(std::vector<workers::ResourceOptions> resources,
                                                      orchestration::HistoryPolicy history);

/// Numbered on from `first`, each with an input of its own of about that many bytes.
void start(simulation::Engine& engine,
           const execution::StateMachinePtr& machine,
           std::uint64_t first,
           std::uint64_t count,
           std::size_t input_bytes);

/// Lets time pass until nothing is open, or nothing is due, or this instant has come.
void pass(simulation::Engine& engine, TimePoint until = TimePoint::max());

}  // namespace stepstorm::bench
