// What do failures and retries cost? Orders whose every task fails once and is tried again a second later, beside the
// same orders without failures; in virtual time, so that the second is not waited for.
#include <string>

#include "bench/harness/harness.hpp"
#include "bench/harness/virtual_orders.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;

faults::FaultPlan every_first_attempt_fails() {
  faults::Fault fault;
  fault.name = "first attempts fail";
  fault.target.last_attempt = 1;
  fault.action = faults::InjectError{"Order.Unlucky", "the first attempt fails"};
  return {fault};
}

Subject orders(Session& session, const std::string& name, bool failing) {
  const std::uint64_t generations = session.quick() ? 2 : 200;
  constexpr std::uint64_t open = 1'000;
  return {name, "orders/s", Better::More, [&session, failing, generations] {
            Ends ends;
            auto options = engine_options(echo_resources(open), orchestration::HistoryPolicy::None);
            if (failing) options.faults = every_first_attempt_fails();
            options.seed = session.seed();
            simulation::Engine engine{options, ends};
            const auto machine = order_machine({.retries = 1});
            const double seconds = seconds_of([&] {
              for (std::uint64_t generation = 0; generation < generations; ++generation) {
                start(engine, machine, generation * open, open, 100);
                pass(engine);
              }
            });
            const std::uint64_t all = generations * open;
            const auto counters = engine.counters();
            session.check("every order succeeded", ends.succeeded == all && ends.count == all);
            session.check("of orders that fail, every task was tried twice; of the others, once",
                          counters.attempts == (failing ? 6 : 3) * all && counters.retries == (failing ? 3 * all : 0));
            return static_cast<double>(all) / seconds;
          }};
}

void measure(Session& session) {
  session.condition("workflow",
                    "three tasks with TimeoutSeconds 60 and a retrier; echo workers; inputs of 100 B, parsed");
  session.condition("open", "1,000 orders started at a time, one thread, virtual time, no history");
  session.measure({orders(session, "no task fails", false), orders(session, "every task fails once", true)});
  session.ratio("every task fails once/no task fails", "every task fails once", "no task fails");
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv, "retries", "Orders per second when every task fails once.", 5, measure);
}
