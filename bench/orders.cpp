// Temporary
#include "bench/harness/harness.hpp"
#include "bench/harness/order_load.hpp"
#include "bench/harness/raw_messages.hpp"
#include <cstdio>
#include <cstdlib>
int main(int argc, char** argv) {
  using namespace stepstorm::bench;
  const unsigned threads = argc > 1 ? std::atoi(argv[1]) : 1;
  OrderLoad load{.threads = threads, .open = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1000, .orders = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1000000};
  if (argc > 4) load.history = stepstorm::orchestration::HistoryPolicy::All;
  const auto r = run_orders(load);
  std::printf("%.0f started %lu ok %d histories %lu least %lu\n", r.orders_per_second, r.started, r.all_succeeded(), r.histories, r.events_least);
  if (!std::getenv("NORAW")) std::printf("raw %.0f\n", run_raw_messages({.threads = threads}).orders_per_second);
}
