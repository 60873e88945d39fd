#include "launch/actor_shell.hpp"

#include <cassert>
#include <utility>

#include "actors/system.hpp"
#include "launch/system_options.hpp"

namespace stepstorm::launch {
namespace {

/// That actors take by one call. Most take microseconds, some a millisecond or two.
constexpr std::uint64_t turns_max = 1'000;
constexpr std::uint64_t work_of_turn = 10;

class ActorShell final : public simulation::Shell {
 public:
  ActorShell(simulation::ShellOptions&& options, orchestration::Observer& observer)
      : resources_(options.resources),
        gauges_(workers::make_gauges(options.resources.size())),
        system_(system_options(actors::VirtualClock{options.begin()}, std::move(options), gauges_), observer) {}

  void start(messages::StartExecution&& request) override {
    system_.start(std::move(request.state_machine), std::move(request.input));
    system_.pass({}, turns_max);
  }
  TimePoint now() const override { return system_.now(); }
  TimePoint next() const override { return system_.next(); }
  void advance_to(TimePoint at) override { system_.pass(at - system_.now(), turns_max); }
  std::uint64_t work() const override { return work_of_turn * system_.turns(); }
  void kill_worker(orchestration::ResourceIndex resource, std::uint32_t worker, std::string reason) override {
    system_.kill_worker(resources_[resource].name, worker, std::move(reason));
    system_.pass({}, turns_max);
  }
  void forget_charges() override {}
  std::size_t open() const override { return system_.open(); }
  std::uint64_t queued(orchestration::ResourceIndex resource) const override {
    return static_cast<std::uint64_t>(gauges_[resource]->queued());
  }
  messages::Counters counters() const override { return system_.counters(); }
  const books::Ledger& ledger() const override { return system_.ledger(); }
  std::vector<faults::FaultInjector::Count> fault_counts() const override { return system_.fault_counts(); }
  const simulation::ResourceMeter* meter(orchestration::ResourceIndex) const override { return nullptr; }
  void restart_meters(std::uint64_t) override {}

 private:
  std::vector<workers::ResourceOptions> resources_;
  workers::ResourceGauges gauges_;
  mutable actors::System system_;  // to ask it something is a message
};

}  // namespace

std::unique_ptr<simulation::Shell> make_actor_shell(simulation::ShellOptions options,
                                                    orchestration::Observer& observer) {
  return std::make_unique<ActorShell>(std::move(options), observer);
}

}  // namespace stepstorm::launch
