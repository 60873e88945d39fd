#include "bench/harness/open_load.hpp"

#include <cstddef>
#include <utility>

#include <spdlog/spdlog.h>

#include "actors/system.hpp"
#include "bench/harness/generator.hpp"
#include "bench/harness/shop.hpp"

namespace stepstorm::bench {
namespace {

constexpr std::size_t prepared_inputs = 4'096;

class Load final : public orchestration::Observer {
 public:
  explicit Load(const OpenLoad& load)
      : generator_(load), machine_(order_machine()), inputs_(order_inputs(prepared_inputs, 100)) {}

  OpenResult run(actors::System& system) {
    return generator_.run([&] { return system.open(); },
                          [&](OrderNumbers numbers) { system.start(0, orders(numbers)); },
                          [&] { system.wait(); });
  }

  void ended(orchestration::EndedExecution&& ended) override {
    generator_.ended(ended.execution.id, std::holds_alternative<execution::Succeeded>(ended.execution.status));
  }

 private:
  std::vector<messages::StartExecution> orders(OrderNumbers numbers) const {
    std::vector<messages::StartExecution> orders;
    for (std::uint64_t number = numbers.first; number < numbers.first + numbers.count; ++number)
      orders.push_back({0, machine_, {}, inputs_[number % prepared_inputs]});
    return orders;
  }

  Generator generator_;
  execution::StateMachinePtr machine_;
  std::vector<Payload> inputs_;
};

}  // namespace

OpenResult run_open_load(const OpenLoad& load, const std::vector<workers::ResourceOptions>& resources) {
  spdlog::set_level(spdlog::level::off);
  Load served{load};
  actors::SystemOptions options;
  options.clock = actors::WallClock{.threads = 1};
  options.seed = load.seed;
  options.resources = resources;
  options.history = orchestration::HistoryPolicy::None;
  actors::System system{options, served};
  return served.run(system);
}

}  // namespace stepstorm::bench
