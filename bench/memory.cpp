// How much memory does an open execution take, by what it is waiting for, and does it come back when it ends? A million
// executions, their inputs included, on the engine in virtual time. Each case in a process of its own.
// Live bytes are what was asked of the allocator and not given back; RSS is what the system counts.
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/counting/allocations.hpp"
#include "bench/harness/harness.hpp"
#include "bench/harness/virtual_orders.hpp"
#include "simulation/simulation.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;
using orchestration::HistoryPolicy;
using std::chrono::minutes;

// ---- in a process of its own

constexpr std::size_t figures = 8;
using Figures = std::array<double, figures>;

/// What the call returns, made by a child process.
Figures apart(const std::function<Figures()>& call) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) {
    const Figures made = call();
    _exit(write(ends[1], made.data(), sizeof made) == sizeof made ? 0 : 1);
  }
  close(ends[1]);
  Figures made{};
  const auto bytes = read(ends[0], made.data(), sizeof made);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0 || bytes != sizeof made) throw std::runtime_error("a measuring process has failed");
  return made;
}

double rss_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  file >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

double live_bytes() { return static_cast<double>(bench::allocations().live_bytes); }

// ---- cases

struct Case {
  std::string name;
  std::function<execution::StateMachinePtr()> machine;
  std::vector<workers::ResourceOptions> resources;
  HistoryPolicy history = HistoryPolicy::None;
  std::uint64_t executions = 1'000'000;
  std::function<Payload(std::uint64_t)> input;
};

Payload order(std::uint64_t number) { return Payload{Json{{"orderId", std::to_string(100'000'000 + number)}}}; }

Payload hundred_items(std::uint64_t number) {
  Json items = Json::array();
  for (int i = 0; i < 100; ++i) items.push_back(i);
  return Payload{Json{{"orderId", std::to_string(number)}, {"items", std::move(items)}}};
}

/// The workers of this task take ten minutes; the others no time.
std::vector<workers::ResourceOptions> slow(std::size_t task, std::uint64_t executions) {
  auto resources = echo_resources(static_cast<std::uint32_t>(executions));
  resources[task].worker.service_time = world::Constant{minutes{10}};
  return resources;
}

const std::string activity_arn = "arn:aws:states:us-east-1:123456789012:activity:Approve";

/// No worker polls.
std::vector<workers::ResourceOptions> activity() {
  workers::ResourceOptions resource;
  resource.name = "approve";
  resource.arn = activity_arn;
  resource.actors = 0;
  return {resource};
}

execution::StateMachinePtr long_orders() {
  return order_machine({.type = asl::MachineType::STANDARD, .task_timeout = std::chrono::hours{1}});
}

std::vector<Case> cases(bool quick) {
  const std::uint64_t million = quick ? 10'000 : 1'000'000;
  return {{"in a task that a worker has", long_orders, slow(0, million), HistoryPolicy::None, million, order},
          {"in a task that no worker has taken yet",
           [] {
             return machine_from(
                 R"({"StartAt":"Approve","States":{"Approve":{"Type":"Task","Resource":")" + activity_arn +
                 R"(","TimeoutSeconds":600,"Catch":[{"ErrorEquals":["States.Timeout"],"Next":"Late"}],"End":true},
                             "Late":{"Type":"Succeed"}}})");
           },
           activity(),
           HistoryPolicy::None,
           million,
           order},
          {"in the third task, its history kept", long_orders, slow(2, million), HistoryPolicy::All, million, order},
          {"in Wait",
           [] { return machine_from(R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":600,"End":true}}})"); },
           {},
           HistoryPolicy::None,
           million,
           order},
          {"in a Map of 100, each in Wait",
           [] {
             return machine_from(R"({"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items","End":true,
             "ItemProcessor":{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":600,"End":true}}}}}})");
           },
           {},
           HistoryPolicy::None,
           million / 100,
           hundred_items}};
}

struct Measured {
  double live_each = 0;  // bytes for each open execution, all that the engine holds for it
  double rss_each = 0;
  double left_each = 0;  // live bytes once all have ended
  double rss_after_each = 0;
  double open = 0;
  double ended = 0;
  double with_history = 0;  // of those that ended
};

/// The observer drops histories when it is told of the end.
Measured measured(const Case& one) {
  const Figures made = apart([&]() -> Figures {
    Ends ends;
    simulation::Engine engine{engine_options(one.resources, one.history), ends};
    const auto machine = one.machine();
    const double live_before = live_bytes();
    const double rss_before = rss_bytes();
    const auto count = static_cast<double>(one.executions);
    for (std::uint64_t id = 0; id < one.executions; ++id) engine.start({id, machine, {}, one.input(id)});
    pass(engine, engine.now() + minutes{1});
    const auto open = static_cast<double>(engine.open());
    const double live = live_bytes() - live_before;
    const double rss = rss_bytes() - rss_before;
    pass(engine);
    return {live / count,
            rss / count,
            (live_bytes() - live_before) / count,
            (rss_bytes() - rss_before) / count,
            open,
            static_cast<double>(ends.succeeded),
            static_cast<double>(ends.histories)};
  });
  return {made[0], made[1], made[2], made[3], made[4], made[5], made[6]};
}

void measure_case(Session& session, const Case& one) {
  for (int repetition = 0; repetition < session.repetitions(); ++repetition) {
    const Measured figures_of_it = measured(one);
    const auto count = static_cast<double>(one.executions);
    session.check("all were open at once: " + one.name, figures_of_it.open == count);
    session.check("all succeeded in the end: " + one.name, figures_of_it.ended == count);
    session.check("histories were kept only where it says so",
                  figures_of_it.with_history == (one.history == HistoryPolicy::All ? count : 0));
    session.sample("live, " + one.name, "bytes", Better::Less, figures_of_it.live_each);
    session.sample("RSS, " + one.name, "bytes", Better::Less, figures_of_it.rss_each);
    session.sample("live after the end, " + one.name, "bytes", Better::Less, figures_of_it.left_each);
    session.sample("RSS after the end, " + one.name, "bytes", Better::Less, figures_of_it.rss_after_each);
  }
}

// ---- a million open in a simulation

/// 10,000 orders a second, each for ten minutes at its payment.
simulation::Scenario crowd(std::uint64_t orders) {
  return {.state_machine = long_orders(),
          .resources = slow(1, orders),
          .load = world::ArrivalProcess{world::ConstantRate{10'000}},
          .inputs = simulation::ListedInputs{order_inputs(1'000, 100)},
          .duration = minutes{10},
          .orders = orders};
}

void measure_crowd(Session& session) {
  const std::uint64_t orders = session.quick() ? 10'000 : 1'000'000;
  const Figures made = apart([&]() -> Figures {
    const auto scenario = crowd(orders);
    simulation::Simulation simulation{scenario, session.seed()};
    while (simulation.run_until(simulation.now() + minutes{1})) {
    }
    const auto result = simulation.result();
    return {static_cast<double>(result.open_max), static_cast<double>(result.orders.succeeded), peak_rss_bytes()};
  });
  const auto count = static_cast<double>(orders);
  session.check("the simulation had all orders open at once and all succeeded", made[0] == count && made[1] == count);
  session.sample("peak RSS of a simulation with all orders open", "MiB", Better::Less, made[2] / (1 << 20));
}

void measure_all(Session& session) {
  session.condition("executions", session.quick() ? "10,000; of the Map 100" : "1,000,000; of the Map 10,000");
  session.condition("counted", "bytes for each execution, with its input of one member");
  for (const Case& one : cases(session.quick())) measure_case(session, one);
  measure_crowd(session);
  if (session.quick()) return;
  const auto live = [&](const std::string& name) { return session.median("live, " + name); };
  session.aim("at most 700 bytes for an execution in a task that no worker has taken yet",
              live("in a task that no worker has taken yet") <= 700);
  session.aim("at most 700 bytes for an execution in a task that a worker has, with what the worker holds",
              live("in a task that a worker has") <= 700);
  session.aim("at most 2 KiB with the history of three tasks", live("in the third task, its history kept") <= 2'048);
  for (const Case& one : cases(false))
    session.aim("nine tenths of the live bytes come back: " + one.name,
                session.median("live after the end, " + one.name) <= 0.1 * live(one.name));
  session.aim("a million open at once in virtual time within 1.5 GiB",
              session.median("peak RSS of a simulation with all orders open") <= 1'536);
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv, "memory", "Bytes for an open execution, and whether they come back.", 3, measure_all);
}
