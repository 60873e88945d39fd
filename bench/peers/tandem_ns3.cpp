// The tandem as callbacks that ns-3's Simulator calls; its network models are not used.
// Events wait in ns-3's PriorityQueueScheduler, the fastest of its schedulers here.
#include <cmath>
#include <queue>
#include <utility>

#include <ns3/nstime.h>
#include <ns3/object-factory.h>
#include <ns3/simulator.h>

#include "bench/peers/tandem.hpp"

namespace {

using namespace stepstorm::bench;
using ns3::Simulator;

ns3::Time delay(double seconds) { return ns3::NanoSeconds(std::llround(seconds * 1e9)); }

class Tandem {
 public:
  explicit Tandem(const Run& run) : run_(run), draws_(run.seed) { responses_.reserve(run.orders); }

  Responses simulate() {
    Simulator::SetScheduler(ns3::ObjectFactory{"ns3::PriorityQueueScheduler"});
    if (run_.orders > 0) Simulator::Schedule(delay(draws_.interarrival()), &Tandem::arrive, this);
    Simulator::Run();
    Simulator::Destroy();
    return std::move(responses_);
  }

 private:
  void arrive() {
    enter(0, Simulator::Now());
    if (++arrived_ < run_.orders) Simulator::Schedule(delay(draws_.interarrival()), &Tandem::arrive, this);
  }

  void enter(std::size_t station, const ns3::Time& arrived_at) {
    present_[station].push(arrived_at);
    if (present_[station].size() == 1) serve(station);
  }

  void serve(std::size_t station) {
    Simulator::Schedule(delay(draws_.service(station)), &Tandem::leave, this, station);
  }

  void leave(std::size_t station) {
    const ns3::Time arrived_at = present_[station].front();
    present_[station].pop();
    if (!present_[station].empty()) serve(station);
    if (station + 1 < stations)
      enter(station + 1, arrived_at);
    else
      responses_.push_back((Simulator::Now() - arrived_at).GetSeconds());
  }

  Run run_;
  Draws draws_;
  std::uint64_t arrived_ = 0;
  std::array<std::queue<ns3::Time>, stations> present_;  // when the orders at each station arrived; the first is served
  Responses responses_;
};

}  // namespace

int main(int argc, char** argv) {
  return peer(argc, argv, [](const Run& run) { return Tandem{run}.simulate(); });
}
