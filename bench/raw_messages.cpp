// The limit of any orchestration on CAF: how many orders a second do six bare messages each let through?
#include "bench/harness/raw_messages.hpp"

#include "bench/harness/harness.hpp"

namespace {

using namespace stepstorm::bench;

Subject subject(Session& session, unsigned threads) {
  const RawLoad load{.threads = threads, .orders = session.quick() ? 20'000u : 2'000'000u};
  return {"raw " + std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
          "orders/s",
          Better::More,
          [&session, load] {
            const RawResult result = run_raw_messages(load);
            session.check("every order ended", result.orders == load.orders);
            session.check("every order took six messages", result.carried == 6 * load.orders);
            return result.orders_per_second;
          }};
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc,
             argv,
             "raw_messages",
             "Orders per second of bare CAF messages: an orchestrator and three echo workers for each thread.",
             5,
             [](Session& session) {
               session.condition("in flight", "1,000 orders, of all orchestrators together");
               session.measure({subject(session, 1), subject(session, 2)});
               session.ratio("raw 2 threads/1 thread", "raw 2 threads", "raw 1 thread");
             });
}
