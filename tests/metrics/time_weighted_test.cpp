#include "metrics/time_weighted.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "world/stream.hpp"

namespace stepstorm::metrics {
namespace {

using namespace std::chrono_literals;

TEST_CASE("the mean weighs each value with how long it lasted", "[metrics][time_weighted]") {
  TimeWeighted queue{10s};
  queue.set(12s, 3);   // 2 s of 0
  queue.add(13s, 2);   // 1 s of 3
  queue.add(17s, -5);  // 4 s of 5
  CHECK(queue.value() == 0);
  CHECK(queue.mean(20s) == Approx(23.0 / 10));
  CHECK(queue.max() == 5);
}

TEST_CASE("a value that lasts no time counts for the maximum only", "[metrics][time_weighted]") {
  TimeWeighted queue;
  queue.set(5s, 9);
  queue.set(5s, 0);
  CHECK(queue.mean(10s) == 0);
  CHECK(queue.max() == 9);
}

TEST_CASE("a restart forgets what was and keeps what is", "[metrics][time_weighted]") {
  TimeWeighted queue;
  queue.set(0s, 100);
  queue.set(50s, 2);
  queue.restart(60s);
  CHECK(queue.mean(60s) == 2);
  CHECK(queue.max() == 2);
  queue.add(70s, 2);
  CHECK(queue.mean(80s) == 3);
  CHECK(queue.max() == 4);
}

TEST_CASE("the area is the sum of the times spent inside, to the nanosecond", "[metrics][time_weighted]") {
  world::Stream random{5};
  TimeWeighted inside;
  std::chrono::nanoseconds now{0};
  std::vector<std::chrono::nanoseconds> entered;
  WideSum spent = 0;
  for (int step = 0; step < 10'000; ++step) {
    now += std::chrono::nanoseconds{static_cast<std::int64_t>(random.below(1ull << 50))};
    if (entered.empty() || random.below(2) == 0) {
      entered.push_back(now);
      inside.add(now, 1);
    } else {
      spent += static_cast<std::uint64_t>((now - entered.back()).count());
      entered.pop_back();
      inside.add(now, -1);
    }
  }
  for (const auto since : entered) spent += static_cast<std::uint64_t>((now - since).count());
  CHECK((inside.area(now) == spent));
}

}  // namespace
}  // namespace stepstorm::metrics
