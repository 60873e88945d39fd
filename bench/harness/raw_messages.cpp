#include "bench/harness/raw_messages.hpp"

#include <array>
#include <chrono>
#include <future>
#include <memory>
#include <vector>

#include <caf/all.hpp>

#include "actors/checked.hpp"
#include "asl/payload.hpp"

namespace stepstorm::bench {
namespace {

struct Task {
  std::uint64_t order = 0;
  Payload input;
};
struct Answer {
  std::uint64_t order = 0;
  Payload output;
};
struct Begin {};

}  // namespace
}  // namespace stepstorm::bench

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Task)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Begin)

namespace stepstorm::bench {
namespace {

using Actor = actors::checked<caf::event_based_actor>;

constexpr std::size_t tasks_per_order = 3;

/// What one orchestrator has to do, and what it has done.
struct Share {
  std::uint64_t in_flight = 0;
  std::uint64_t orders = 0;
  std::uint64_t started = 0;
  std::uint64_t ended = 0;
  std::uint64_t messages = 0;
  std::promise<void> done;
};

caf::behavior worker(Actor* self, caf::actor orchestrator, std::uint64_t* received) {
  return {[self, orchestrator, received](Task& task) {
    ++*received;
    self->send(orchestrator, Answer{task.order, std::move(task.input)});
  }};
}

struct Orchestrator {
  Actor* self;
  Share* share;
  std::array<std::uint64_t, tasks_per_order> received{};  // by worker
  std::array<caf::actor, tasks_per_order> workers;
  std::vector<std::uint8_t> tasks_done;  // by order modulo those in flight
  Payload input{Json{{"orderId", "12345"}}};

  void start() {
    const std::uint64_t order = share->started++;
    tasks_done[order % tasks_done.size()] = 0;
    self->send(workers[0], Task{order, input});
  }
};

/// Orders end in the order in which they began, since everything is first come, first served.
void go_on(Orchestrator& state, Answer& answer) {
  Share& share = *state.share;
  ++share.messages;
  std::uint8_t& done = state.tasks_done[answer.order % state.tasks_done.size()];
  if (++done < tasks_per_order)
    return state.self->send(state.workers[done], Task{answer.order, std::move(answer.output)});
  ++share.ended;
  if (share.started < share.orders) return state.start();
  if (share.ended < share.orders) return;
  for (const auto received : state.received) share.messages += received;
  for (const auto& one : state.workers) state.self->send_exit(one, caf::exit_reason::user_shutdown);
  share.done.set_value();
  state.self->quit();
}

caf::behavior orchestrator(Actor* self, Share* share) {
  const auto state = std::make_shared<Orchestrator>(Orchestrator{self, share, {}, {}, {}});
  for (std::size_t i = 0; i < tasks_per_order; ++i)
    state->workers[i] = self->spawn(worker, caf::actor{self}, &state->received[i]);
  state->tasks_done.resize(share->in_flight);
  return {[state](Begin) {
            for (std::uint64_t i = 0; i < state->share->in_flight; ++i) state->start();
          },
          [state](Answer& answer) { go_on(*state, answer); }};
}

}  // namespace

RawResult run_raw_messages(const RawLoad& load) {
  caf::actor_system_config config;
  config.set("scheduler.max-threads", std::size_t{load.threads});
  caf::actor_system system{config};
  std::vector<Share> shares(load.threads);
  std::vector<caf::actor> orchestrators;
  for (Share& share : shares) {
    share.in_flight = load.in_flight / load.threads;
    share.orders = load.orders / load.threads;
    orchestrators.push_back(system.spawn(orchestrator, &share));
  }
  const auto began = std::chrono::steady_clock::now();
  for (const auto& one : orchestrators) caf::anon_send(one, Begin{});
  for (Share& share : shares) share.done.get_future().wait();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  orchestrators.clear();
  system.await_all_actors_done();
  RawResult result;
  for (const Share& share : shares) {
    result.orders += share.ended;
    result.messages += share.messages;
  }
  result.orders_per_second = static_cast<double>(result.orders) / took.count();
  return result;
}

}  // namespace stepstorm::bench
