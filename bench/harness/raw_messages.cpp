#include "bench/harness/raw_messages.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include <caf/all.hpp>

#include "actors/checked.hpp"
#include "asl/payload.hpp"
#include "bench/harness/generator.hpp"

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
struct Arrived {
  OrderNumbers orders;
};
struct Close {};

}  // namespace
}  // namespace stepstorm::bench

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Task)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Begin)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Arrived)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Close)

namespace stepstorm::bench {
namespace {

using Actor = actors::checked<caf::event_based_actor>;

constexpr std::size_t tasks_per_order = 3;

caf::behavior worker(Actor* self, caf::actor orchestrator, std::uint64_t* received) {
  return {[self, orchestrator, received](Task& task) {
    ++*received;
    self->send(orchestrator, Answer{task.order, std::move(task.input)});
  }};
}

/// An orchestrator with its workers, for as many orders as are open at a time.
struct Orchestrator {
  Actor* self;
  std::array<std::uint64_t, tasks_per_order> received{};  // by worker
  std::array<caf::actor, tasks_per_order> workers;
  std::vector<std::uint8_t> tasks_done;  // by order modulo its size
  Payload input{Json{{"orderId", "12345"}}};

  Orchestrator(Actor* actor, std::size_t open) : self(actor), tasks_done(open) {
    for (std::size_t i = 0; i < tasks_per_order; ++i) workers[i] = self->spawn(worker, caf::actor{self}, &received[i]);
  }

  void start(std::uint64_t order) {
    tasks_done[order % tasks_done.size()] = 0;
    self->send(workers[0], Task{order, input});
  }

  /// True when that was the order's last task.
  bool go_on(Answer& answer) {
    std::uint8_t& done = tasks_done[answer.order % tasks_done.size()];
    if (++done == tasks_per_order) return true;
    self->send(workers[done], Task{answer.order, std::move(answer.output)});
    return false;
  }

  void quit() {
    for (const auto& one : workers) self->send_exit(one, caf::exit_reason::user_shutdown);
    self->quit();
  }
};

// ---- a closed loop

/// What one orchestrator has to do, and what it has done.
struct Share {
  std::uint64_t in_flight = 0;
  std::uint64_t orders = 0;
  std::uint64_t started = 0;
  std::uint64_t ended = 0;
  std::uint64_t messages = 0;
  std::promise<void> done;
};

/// Orders end in the order in which they began, since everything is first come, first served.
void answered(Orchestrator& state, Share& share, Answer& answer) {
  ++share.messages;
  if (!state.go_on(answer)) return;
  ++share.ended;
  if (share.started < share.orders) return state.start(share.started++);
  if (share.ended < share.orders) return;
  for (const auto received : state.received) share.messages += received;
  share.done.set_value();
  state.quit();
}

caf::behavior closed_loop(Actor* self, Share* share) {
  const auto state = std::make_shared<Orchestrator>(self, share->in_flight);
  return {[state, share](Begin) {
            while (share->started < share->in_flight) state->start(share->started++);
          },
          [state, share](Answer& answer) { answered(*state, *share, answer); }};
}

// ---- an open load

struct OpenShare {
  Generator generator;
  std::atomic<std::uint64_t> open{0};
};

caf::behavior open_load(Actor* self, OpenShare* share, std::uint64_t open_max) {
  const auto state = std::make_shared<Orchestrator>(self, open_max);
  return {[state](Arrived arrived) {
            for (std::uint64_t i = 0; i < arrived.orders.count; ++i) state->start(arrived.orders.first + i);
          },
          [state, share](Answer& answer) {
            if (!state->go_on(answer)) return;
            share->generator.ended(answer.order, true);
            --share->open;
          },
          [state](Close) { state->quit(); }};
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
    orchestrators.push_back(system.spawn(closed_loop, &share));
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

OpenResult run_open_raw_messages(const OpenLoad& load) {
  caf::actor_system_config config;
  config.set("scheduler.max-threads", std::size_t{1});
  config.set("work-stealing.moderate-poll-attempts", std::size_t{0});  // sleeps as the threads of actors::System do
  caf::actor_system system{config};
  OpenShare share{Generator{load}};
  const caf::actor orchestrator = system.spawn(open_load, &share, load.open_max);
  return share.generator.run([&] { return share.open.load(); },
                             [&](OrderNumbers orders) {
                               share.open += orders.count;
                               caf::anon_send(orchestrator, Arrived{orders});
                             },
                             [&] {
                               while (share.open > 0) std::this_thread::yield();
                               caf::anon_send(orchestrator, Close{});
                               system.await_all_actors_done();
                             });
}

}  // namespace stepstorm::bench
