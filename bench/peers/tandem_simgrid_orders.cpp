// The tandem in SimGrid as an actor per order: a semaphore is a station's server, its waiters are the queue.
// Settings: stacks as SimGrid's manual advises for many small actors.
#include <simgrid/s4u.hpp>
#include <xbt/log.h>

#include "bench/peers/tandem.hpp"

namespace {

using namespace stepstorm::bench;
namespace s4u = simgrid::s4u;

struct Shop {
  Draws draws;
  std::array<s4u::SemaphorePtr, stations> servers;
  Responses responses;
};

void order(Shop& shop) {
  const double arrived_at = s4u::Engine::get_clock();
  for (std::size_t station = 0; station < stations; ++station) {
    shop.servers[station]->acquire();
    s4u::this_actor::sleep_for(shop.draws.service(station));
    shop.servers[station]->release();
  }
  shop.responses.push_back(s4u::Engine::get_clock() - arrived_at);
}

void arrivals(std::uint64_t orders, s4u::Host* host, Shop& shop) {
  for (std::uint64_t arrived = 0; arrived < orders; ++arrived) {
    s4u::this_actor::sleep_for(shop.draws.interarrival());
    s4u::Actor::create("order", host, [&shop] { order(shop); });
  }
}

Responses simulate(const Run& run, s4u::Engine& engine, s4u::Host* host) {
  Shop shop{.draws = Draws{run.seed}, .servers = {}, .responses = {}};
  for (auto& server : shop.servers) server = s4u::Semaphore::create(1);
  shop.responses.reserve(run.orders);
  s4u::Actor::create("arrivals", host, [&] { arrivals(run.orders, host, shop); });
  engine.run();
  return std::move(shop.responses);
}

}  // namespace

int main(int argc, char** argv) {
  s4u::Engine engine{&argc, argv};
  xbt_log_control_set("root.thresh:warning");
  for (const char* setting : {"contexts/stack-size:16", "contexts/guard-size:0"}) s4u::Engine::set_config(setting);
  auto* zone = s4u::create_full_zone("zone");
  auto* host = zone->create_host("host", 1e9);
  zone->seal();
  return peer(argc, argv, [&](const Run& run) { return simulate(run, engine, host); });
}
