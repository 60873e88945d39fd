// The tandem as bare events in a std::priority_queue: what virtual time costs without a library.
#include <functional>
#include <queue>
#include <utility>

#include "bench/peers/tandem.hpp"

namespace {

using namespace stepstorm::bench;

class Tandem {
 public:
  explicit Tandem(const Run& run) : run_(run), draws_(run.seed) { responses_.reserve(run.orders); }

  Responses simulate() {
    if (run_.orders > 0) schedule(draws_.interarrival(), outside);
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.at;
      if (event.leaves == outside)
        arrive();
      else
        leave(event.leaves);
    }
    return std::move(responses_);
  }

 private:
  static constexpr std::size_t outside = stations;

  struct Event {
    double at;
    std::size_t leaves;  // the station that an order leaves, or `outside`
    friend bool operator>(const Event& a, const Event& b) { return a.at > b.at; }
  };

  void schedule(double delay, std::size_t leaves) { events_.push({now_ + delay, leaves}); }

  void arrive() {
    enter(0, now_);
    if (++arrived_ < run_.orders) schedule(draws_.interarrival(), outside);
  }

  void enter(std::size_t station, double arrived_at) {
    present_[station].push(arrived_at);
    if (present_[station].size() == 1) serve(station);
  }

  void serve(std::size_t station) { schedule(draws_.service(station), station); }

  void leave(std::size_t station) {
    const double arrived_at = present_[station].front();
    present_[station].pop();
    if (!present_[station].empty()) serve(station);
    if (station + 1 < stations)
      enter(station + 1, arrived_at);
    else
      responses_.push_back(now_ - arrived_at);
  }

  Run run_;
  Draws draws_;
  double now_ = 0;
  std::uint64_t arrived_ = 0;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::array<std::queue<double>, stations> present_;  // when the orders at each station arrived; the first is served
  Responses responses_;
};

}  // namespace

int main(int argc, char** argv) {
  return peer(argc, argv, [](const Run& run) { return Tandem{run}.simulate(); });
}
