// The tandem in SimGrid as an actor per station: orders are messages, a mailbox is a station's queue.
// Settings: those of SimGrid's models that are fastest for this one; messages take no virtual time.
#include <string>

#include <simgrid/s4u.hpp>
#include <xbt/log.h>

#include "bench/peers/tandem.hpp"

namespace {

using namespace stepstorm::bench;
namespace s4u = simgrid::s4u;

struct Order {
  double arrived_at = 0;
};

struct Shop {
  std::vector<Order> orders;
  Draws draws;
  std::array<s4u::Mailbox*, stations> queues;
  Responses responses;
};

void send(s4u::Mailbox* queue, Order& order) { queue->put_init(&order, 0)->detach(); }

void arrivals(Shop& shop) {
  for (Order& order : shop.orders) {
    s4u::this_actor::sleep_for(shop.draws.interarrival());
    order.arrived_at = s4u::Engine::get_clock();
    send(shop.queues.front(), order);
  }
}

void serve(Shop& shop, std::size_t station) {
  shop.queues[station]->set_receiver(s4u::Actor::self());
  for (std::size_t served = 0; served < shop.orders.size(); ++served) {
    auto* order = shop.queues[station]->get<Order>();
    s4u::this_actor::sleep_for(shop.draws.service(station));
    if (station + 1 < stations)
      send(shop.queues[station + 1], *order);
    else
      shop.responses.push_back(s4u::Engine::get_clock() - order->arrived_at);
  }
}

Responses simulate(const Run& run, s4u::Engine& engine, s4u::Host* host) {
  Shop shop{.orders = std::vector<Order>(run.orders), .draws = Draws{run.seed}, .queues = {}, .responses = {}};
  shop.responses.reserve(run.orders);
  s4u::Actor::create("arrivals", host, [&] { arrivals(shop); });
  for (std::size_t station = 0; station < stations; ++station) {
    shop.queues[station] = s4u::Mailbox::by_name(std::to_string(station));
    s4u::Actor::create("station", host, [&shop, station] { serve(shop, station); });
  }
  engine.run();
  return std::move(shop.responses);
}

}  // namespace

int main(int argc, char** argv) {
  s4u::Engine engine{&argc, argv};
  xbt_log_control_set("root.thresh:warning");
  for (const char* setting : {"network/model:Constant", "network/latency-factor:0", "cpu/optim:Full"})
    s4u::Engine::set_config(setting);
  auto* zone = s4u::create_full_zone("zone");
  auto* host = zone->create_host("host", 1e9);
  zone->seal();
  return peer(argc, argv, [&](const Run& run) { return simulate(run, engine, host); });
}
