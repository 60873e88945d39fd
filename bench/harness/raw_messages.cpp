#include "bench/harness/raw_messages.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <caf/all.hpp>

#include "actors/checked.hpp"
#include "bench/harness/generator.hpp"
#include "values/payload.hpp"

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
struct Tasks {
  std::vector<Task> tasks;
};
struct Answers {
  std::vector<Answer> answers;
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
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Tasks)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Answers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Begin)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Arrived)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(stepstorm::bench::Close)

namespace stepstorm::bench {
namespace {

using Actor = actors::checked<caf::event_based_actor>;

constexpr std::size_t tasks_per_order = 3;
constexpr std::size_t batch_max = 128;  // as actors/orchestrator_actor.cpp has it

struct Received {
  std::uint64_t carried = 0;
  std::uint64_t messages = 0;

  void count(std::size_t carries) { carried += carries, ++messages; }
};

caf::behavior worker(Actor* self, caf::actor orchestrator, Received* received) {
  return {[self, orchestrator, received](Task& task) {
            received->count(1);
            self->send(orchestrator, Answer{task.order, std::move(task.input)});
          },
          [self, orchestrator, received](Tasks& tasks) {
            received->count(tasks.tasks.size());
            Answers answers;
            answers.answers.reserve(tasks.tasks.size());
            for (Task& task : tasks.tasks) answers.answers.push_back({task.order, std::move(task.input)});
            self->send(orchestrator, std::move(answers));
          }};
}

/// An orchestrator with its workers, for as many orders as are open at a time.
struct Orchestrator {
  Actor* self;
  bool batched;
  std::array<Received, tasks_per_order> received{};  // by worker
  std::array<caf::actor, tasks_per_order> workers;
  std::vector<std::uint8_t> tasks_done;         // by order modulo its size
  std::array<Tasks, tasks_per_order> gathered;  // by worker
  std::size_t unsent = 0;
  Payload input{Json{{"orderId", "12345"}}};

  Orchestrator(Actor* actor, std::size_t open, bool in_batches) : self(actor), batched(in_batches), tasks_done(open) {
    for (std::size_t i = 0; i < tasks_per_order; ++i) workers[i] = self->spawn(worker, caf::actor{self}, &received[i]);
  }

  void start(std::uint64_t order) {
    tasks_done[order % tasks_done.size()] = 0;
    send(0, {order, input});
  }

  void send(std::size_t to, Task&& task) {
    if (!batched) return self->send(workers[to], std::move(task));
    gathered[to].tasks.push_back(std::move(task));
    ++unsent;
  }

  /// To be called when a message has been read.
  void settle() {
    if (unsent == 0 || !(self->mailbox().empty() || unsent >= batch_max)) return;
    unsent = 0;
    for (std::size_t i = 0; i < tasks_per_order; ++i)
      if (!gathered[i].tasks.empty()) self->send(workers[i], std::exchange(gathered[i], {}));
  }

  /// True when that was the order's last task.
  bool go_on(Answer& answer) {
    std::uint8_t& done = tasks_done[answer.order % tasks_done.size()];
    if (++done == tasks_per_order) return true;
    send(done, {answer.order, std::move(answer.output)});
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
  bool batched = false;
  Received received;
  std::promise<void> done;
};

/// Orders end in the order in which they began, since everything is first come, first served.
void answered(Orchestrator& state, Share& share, Answer& answer) {
  if (!state.go_on(answer)) return;
  ++share.ended;
  if (share.started < share.orders) return state.start(share.started++);
  if (share.ended < share.orders) return;
  for (const Received& received : state.received) {
    share.received.carried += received.carried;
    share.received.messages += received.messages;
  }
  share.done.set_value();
  state.quit();
}

caf::behavior closed_loop(Actor* self, Share* share) {
  const auto state = std::make_shared<Orchestrator>(self, share->in_flight, share->batched);
  return {[state, share](Begin) {
            while (share->started < share->in_flight) state->start(share->started++);
            state->settle();
          },
          [state, share](Answer& answer) {
            share->received.count(1);
            answered(*state, *share, answer);
          },
          [state, share](Answers& answers) {
            share->received.count(answers.answers.size());
            for (Answer& answer : answers.answers) answered(*state, *share, answer);
            state->settle();
          }};
}

// ---- an open load

struct OpenShare {
  Generator generator;
  std::atomic<std::uint64_t> open{0};
};

caf::behavior open_load(Actor* self, OpenShare* share, std::uint64_t open_max) {
  const auto state = std::make_shared<Orchestrator>(self, open_max, false);
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
    share.batched = load.batched;
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
    result.carried += share.received.carried;
    result.messages += share.received.messages;
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
