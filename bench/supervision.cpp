// What do crashes cost? Orders through the real system while one task of a thousand kills its worker, beside the same
// orders without crashes. What the dead worker held fails and is tried again a second later; a worker is back after a
// millisecond.
#include <chrono>
#include <string>

#include "bench/harness/harness.hpp"
#include "bench/harness/order_load.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;

faults::FaultPlan crash_of_a_thousand() {
  faults::Fault fault;
  fault.name = "crash";
  fault.probability = 0.001;
  fault.action = faults::CrashWorker{"one task of a thousand"};
  return {fault};
}

/// Eight workers each, so that one that dies takes little with it.
std::vector<workers::ResourceOptions> restarted_at_once() {
  auto resources = echo_resources(32);
  for (auto& resource : resources) {
    resource.actors = 8;
    resource.supervision.intensity = {.restarts = 1'000'000'000, .window = std::chrono::seconds{1}};
    resource.supervision.backoff = {
        .initial = std::chrono::milliseconds{1}, .rate = 1, .max = std::chrono::milliseconds{1}, .jitter = false};
  }
  return resources;
}

Subject orders(Session& session, const std::string& name, bool crashing) {
  const bool quick = session.quick();
  const OrderLoad load{.threads = 2,
                       .open = quick ? 2'000u : 100'000u,
                       .orders = quick ? 4'000u : 500'000u,
                       .workflow = {.retries = 20},
                       .faults = crashing ? crash_of_a_thousand() : faults::FaultPlan{},
                       .resources = restarted_at_once(),
                       .seed = session.seed()};
  return {
      name, "orders/s", Better::More, [&session, load, crashing] {
        const OrderResult result = run_orders(load);
        session.check("every order succeeded, whichever worker died", result.all_succeeded());
        if (!crashing) {
          session.check("without the fault no worker died", result.workers_died == 0);
        } else {
          session.check("a worker died of every crash", result.workers_died == result.faults_fired);
          const double share = static_cast<double>(result.faults_fired) / static_cast<double>(result.counters.attempts);
          session.check("about one attempt of a thousand crashed", share > 0.0003 && share < 0.0015);
          session.check("what dead workers held was tried again",
                        result.counters.lost >= result.faults_fired && result.counters.retries == result.counters.lost);
        }
        return result.orders_per_second;
      }};
}

void measure(Session& session) {
  session.condition("workers", "8 for each task and orchestrator, 32 attempts each, back 1 ms after their death");
  session.condition("open",
                    session.quick() ? "2,000 orders" : "100,000 orders, express, two threads, TimeoutSeconds 60");
  session.measure({orders(session, "no crash", false), orders(session, "a crash every 1,000 tasks", true)});
  session.ratio("a crash every 1,000 tasks/no crash", "a crash every 1,000 tasks", "no crash");
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv, "supervision", "Orders per second while workers die and are restarted.", 5, measure);
}
