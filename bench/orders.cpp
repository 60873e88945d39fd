// How many orders a second go through the real system: its orchestrators, its interpreter, timers armed for every task
// and every order, workers that only echo? Beside bare CAF messages, in turn with them.
// Then: how long one order takes when there is little to do, with more open, with larger inputs, and what is left of
// the throughput when three times as many orders come as can be served.
#include <algorithm>
#include <string>
#include <utility>

#include "bench/harness/harness.hpp"
#include "bench/harness/open_load.hpp"
#include "bench/harness/order_load.hpp"
#include "bench/harness/raw_messages.hpp"
#include "bench/harness/stalls.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;
using orchestration::HistoryPolicy;

std::string threads_text(unsigned threads) { return std::to_string(threads) + (threads == 1 ? " thread" : " threads"); }

Subject orders(Session& session, const std::string& name, OrderLoad load) {
  load.seed = session.seed();
  if (session.quick()) load.orders = 4'000;
  return {name, "orders/s", Better::More, [&session, load] {
            const OrderResult result = run_orders(load);
            session.check("every order succeeded, by three tasks", result.all_succeeded());
            if (load.history == HistoryPolicy::All) {
              session.check("every standard order handed over its 17 events",
                            result.histories == result.started && result.events_least == events_of_an_order);
            } else {
              session.check("no history was kept of an order that succeeded", result.histories == 0);
            }
            return result.orders_per_second;
          }};
}

Subject raw(Session& session, unsigned threads) {
  const RawLoad load{.threads = threads, .orders = session.quick() ? 20'000u : 1'500'000u};
  return {"raw messages, " + threads_text(threads), "orders/s", Better::More, [&session, load] {
            const RawResult result = run_raw_messages(load);
            session.check("every raw order took six messages", result.messages == 6 * load.orders);
            return result.orders_per_second;
          }};
}

Subject batched_raw(Session& session, unsigned threads) {
  const RawLoad load{.threads = threads, .orders = session.quick() ? 20'000u : 1'500'000u, .batched = true};
  return {"batched raw messages, " + threads_text(threads), "orders/s", Better::More, [&session, load] {
            const RawResult result = run_raw_messages(load);
            session.check("every batched raw order took three tasks and three answers",
                          result.carried == 6 * load.orders);
            session.check("batches of raw messages carry more than one", result.messages < result.carried);
            return result.orders_per_second;
          }};
}

Subject express(Session& session, unsigned threads) {
  return orders(session, "express, " + threads_text(threads), {.threads = threads, .orders = 1'000'000});
}

Subject standard(Session& session, unsigned threads) {
  return orders(session,
                "standard, " + threads_text(threads),
                {.threads = threads,
                 .orders = 500'000,
                 .workflow = {.type = asl::MachineType::STANDARD},
                 .history = HistoryPolicy::All});
}

Subject failed_only(Session& session, unsigned threads) {
  return orders(session,
                "failed-only history, " + threads_text(threads),
                {.threads = threads,
                 .orders = 500'000,
                 .workflow = {.type = asl::MachineType::STANDARD},
                 .history = HistoryPolicy::FailedOnly});
}

void beside_raw_messages(Session& session) {
  session.measure({raw(session, 1),
                   batched_raw(session, 1),
                   express(session, 1),
                   raw(session, 2),
                   batched_raw(session, 2),
                   express(session, 2),
                   standard(session, 1),
                   standard(session, 2),
                   failed_only(session, 1),
                   failed_only(session, 2)});
}

// ---- with more open

/// Four generations of a million: the first one comes in waves, since all of it was started at once.
Subject open(Session& session, const std::string& name, std::uint64_t count) {
  return orders(session, name, {.threads = 2, .open = session.quick() ? count / 100 : count, .orders = 4'000'000});
}

void with_more_open(Session& session) {
  session.measure({open(session, "express, 2 threads, 1 thousand open", 1'000),
                   open(session, "express, 2 threads, 100 thousand open", 100'000),
                   open(session, "express, 2 threads, 1 million open", 1'000'000)},
                  session.quick() ? 1 : 3);
}

// ---- with larger inputs

Subject sized(Session& session, const std::string& size, std::size_t bytes, Inputs inputs) {
  const std::uint64_t count =
      inputs == Inputs::Prepared ? 500'000 : std::min<std::uint64_t>(500'000, 200'000'000 / bytes);
  const std::string how = inputs == Inputs::Prepared ? "prepared inputs of " : "inputs parsed of ";
  return orders(session,
                "express, 2 threads, " + how + size,
                {.threads = 2, .orders = count, .input_bytes = bytes, .inputs = inputs});
}

void with_larger_inputs(Session& session) {
  std::vector<Subject> subjects;
  for (const Inputs inputs : {Inputs::Prepared, Inputs::Parsed}) {
    subjects.push_back(sized(session, "100 B", 100, inputs));
    subjects.push_back(sized(session, "4 KiB", 4'096, inputs));
    subjects.push_back(sized(session, "64 KiB", 65'536, inputs));
  }
  session.measure(subjects, session.quick() ? 1 : 3);
}

// ---- with little to do

double microseconds(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1000; }

void sample_response(Session& session, const std::string& of, const OpenResult& result) {
  const std::string name = of + " at 10 % of peak, ";
  for (const auto& [text, percentile] : {std::pair{"p50", 50.0}, {"p99.9", 99.9}})
    session.sample(name + text, "us", Better::Less, microseconds(result.response.value_at_percentile(percentile)));
}

/// `peak`: orders per second of one orchestrator. In turn with bare messages that arrive as often; in many short
/// rounds, so that one long stall of the machine is in one of them.
void with_little_to_do(Session& session, double peak) {
  OpenLoad load{.rate = session.quick() ? 1'000 : peak / 10,
                .duration = std::chrono::milliseconds{session.quick() ? 200 : 2'000},
                .warm_up = std::chrono::milliseconds{session.quick() ? 20 : 500}};
  const int rounds = (session.quick() ? 1 : 4) * session.repetitions();
  for (int round = 0; round < rounds; ++round) {
    load.seed = session.seed() + static_cast<std::uint64_t>(round);
    const double stalled = share_stalled(2, std::chrono::microseconds{300}, load.duration / 3);
    session.sample("time the machine stalls two threads that only look at the clock, by over 300 us",
                   "%",
                   Better::Less,
                   100 * stalled);
    const OpenResult bare = run_open_raw_messages(load);
    session.check("at 10 % of the peak every order of raw messages ended", bare.ended == bare.started);
    sample_response(session, "raw messages", bare);
    const OpenResult result = run_open_load(load, echo_resources(100'000));
    session.check("at 10 % of the peak every order succeeded and none was turned away",
                  result.succeeded == result.arrivals && result.turned_away == 0);
    session.sample("arrivals at 10 % of peak", "orders/s", Better::More, result.arrivals_per_second);
    sample_response(session, "response time", result);
  }
}

// ---- with too much to do

void overload(Session& session,
              const std::string& what,
              OpenLoad load,
              const std::vector<workers::ResourceOptions>& resources,
              double capacity) {
  if (session.quick()) load.duration = std::chrono::milliseconds{300};
  for (int repetition = 0; repetition < session.repetitions(); ++repetition)
    for (const int times : {1, 3}) {
      load.rate = times * capacity;
      load.seed = session.seed() + static_cast<std::uint64_t>(repetition);
      const OpenResult result = run_open_load(load, resources);
      const std::string at = std::to_string(times) + " x " + what;
      session.check("overloaded, every order that was started ended", result.ended == result.started);
      session.check("arrivals are started or turned away", result.started + result.turned_away == result.arrivals);
      if (times == 3 && !session.quick())
        session.check("at " + at + " some orders failed or were turned away", result.succeeded < result.arrivals);
      session.sample("arrivals at " + at, "orders/s", Better::More, result.arrivals_per_second);
      session.sample("goodput at " + at, "orders/s", Better::More, result.goodput);
    }
  session.ratio("goodput at 3 x/1 x " + what, "goodput at 3 x " + what, "goodput at 1 x " + what);
}

/// Payments take 10 ms and 100 are made at once; so many more may wait, the others are refused.
std::vector<workers::ResourceOptions> slow_payments() {
  auto resources = echo_resources(100'000);
  resources[1].capacity = 100;
  resources[1].queue_limit = 1'000;
  resources[1].worker.service_time = world::Constant{std::chrono::milliseconds{10}};
  return resources;
}

void with_too_much_to_do(Session& session, double peak) {
  overload(session, "the payments' capacity", {}, slow_payments(), 10'000);
  overload(session, "the peak", {.open_max = 10'000}, echo_resources(100'000), session.quick() ? 50'000 : peak);
}

// ---- what was aimed for

void compare(Session& session) {
  session.ratio("raw messages 2 threads/1 thread", "raw messages, 2 threads", "raw messages, 1 thread");
  session.ratio("express 2 threads/1 thread", "express, 2 threads", "express, 1 thread");
  session.ratio("express 1 million open/1 thousand open",
                "express, 2 threads, 1 million open",
                "express, 2 threads, 1 thousand open");
  session.ratio("p99.9 at 10 % of peak: orders/raw messages",
                "response time at 10 % of peak, p99.9",
                "raw messages at 10 % of peak, p99.9");
  session.ratio("orders/raw_messages express 1 thread", "express, 1 thread", "raw messages, 1 thread");
  session.ratio("orders/raw_messages standard 2 threads", "standard, 2 threads", "raw messages, 2 threads");
  session.ratio("orders/raw_messages express 2 threads", "express, 2 threads", "raw messages, 2 threads");
  for (const unsigned threads : {1u, 2u}) {
    const std::string on = threads_text(threads);
    session.ratio("batched/raw_messages " + on, "batched raw messages, " + on, "raw messages, " + on);
    session.ratio("orders/batched_raw_messages express " + on, "express, " + on, "batched raw messages, " + on);
  }
}

void aims(Session& session) {
  session.aim("express, 2 threads: 0.3 times as many orders as raw messages let through in the same batches",
              session.ratio_median("orders/batched_raw_messages express 2 threads") >= 0.3);
  session.aim("standard, 2 threads: 0.4 times as many",
              session.ratio_median("orders/raw_messages standard 2 threads") >= 0.4);
  session.aim("two threads: 1.8 times one", session.ratio_median("express 2 threads/1 thread") >= 1.8);
  session.aim("1 million open: at most 25 % slower than 1 thousand",
              session.ratio_median("express 1 million open/1 thousand open") >= 0.75);
  session.aim("at 10 % of the peak: p50 below 60 us", session.median("response time at 10 % of peak, p50") < 60);
  session.aim("at 10 % of the peak: p99.9 below 2 ms, whatever the machine does",
              session.median("response time at 10 % of peak, p99.9") < 2'000);
  session.aim("at 10 % of the peak: p99.9 at most 1.5 times that of raw messages",
              session.ratio_median("p99.9 at 10 % of peak: orders/raw messages") <= 1.5);
  session.aim("three times the payments' capacity: 90 % of the goodput",
              session.ratio_median("goodput at 3 x/1 x the payments' capacity") >= 0.9);
  session.aim("three times the peak: 90 % of the goodput", session.ratio_median("goodput at 3 x/1 x the peak") >= 0.9);
}

void measure(Session& session) {
  session.condition("workflow", "three tasks with TimeoutSeconds 60; express orders have their 300 s besides");
  session.condition("open", "1,000 orders of all orchestrators together, where nothing else is said");
  session.condition("inputs", "100 B of JSON, prepared, where nothing else is said");
  session.condition("open loads",
                    "one orchestrator on one thread, the generator on another; beyond 10,000 open orders at "
                    "three times the peak, arrivals are turned away");
  session.condition("batched raw messages",
                    "bare tasks and answers that travel in batches, gathered as the system gathers its own");
  session.condition("raw messages at 10 % of peak",
                    "arrive as often as the orders, on the same threads: what the machine and CAF take by themselves; "
                    "four rounds of 1.5 s each for a repetition");
  session.check("a task that takes longer than its timeout fails with States.Timeout", timeout_fires({}));
  beside_raw_messages(session);
  const double peak = session.median("express, 1 thread");
  with_little_to_do(session, peak);
  with_more_open(session);
  with_larger_inputs(session);
  with_too_much_to_do(session, peak);
  compare(session);
  if (!session.quick()) aims(session);
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc,
             argv,
             "orders",
             "Orders per second through the real system, its timers armed, beside bare CAF messages.",
             5,
             measure);
}
