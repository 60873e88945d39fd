#include "world/closed_loop.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace stepstorm::world {
namespace {

using namespace std::chrono_literals;

TEST_CASE("users appear evenly over the ramp-up, think, order, and think again", "[world][closed_loop]") {
  ClosedLoop loop{{.users = 4, .think_time = Constant{10s}, .ramp_up = 8s}, Stream{1}};
  CHECK(loop.users() == 4);
  CHECK(loop.first_start(0) == 10s);
  CHECK(loop.first_start(1) == 12s);
  CHECK(loop.first_start(3) == 16s);
  CHECK(loop.next_start(1, 15s) == 25s);
}

TEST_CASE("whose order ends first moves nobody's think times", "[world][closed_loop]") {
  const ClosedLoopOptions options{.users = 3, .think_time = Exponential{10s}};
  ClosedLoop in_turn{options, Stream{1}};
  ClosedLoop backwards{options, Stream{1}};
  std::vector<Time> first;
  std::vector<Time> second(3);
  for (std::uint32_t user = 0; user < 3; ++user) first.push_back(in_turn.next_start(user, 0s));
  for (const std::uint32_t user : {2u, 1u, 0u}) second[user] = backwards.next_start(user, 0s);
  CHECK(first == second);
  CHECK(first[0] != first[1]);
}

// Orders that take no time: each user starts one per think time.
TEST_CASE("throughput is users over think time plus response time", "[world][closed_loop]") {
  ClosedLoop loop{{.users = 20, .think_time = Exponential{9s}}, Stream::named(1, "users")};
  const Duration response_time = 1s;
  int orders = 0;
  for (std::uint32_t user = 0; user < loop.users(); ++user)
    for (Time start = loop.first_start(user); start < 100'000s; start = loop.next_start(user, start + response_time))
      ++orders;
  CHECK(orders / 100'000.0 == Approx(20 / 10.0).epsilon(0.01));
}

TEST_CASE("what is wrong with a closed loop is said by member and expectation", "[world][closed_loop]") {
  CHECK(check(ClosedLoopOptions{.users = 0}) == OptionFinding{"/users", "expected at least 1"});
  CHECK(check(ClosedLoopOptions{.think_time = Erlang{0, 1s}}) ==
        OptionFinding{"/think_time/k", "expected a whole number from 1 to 1000"});
  CHECK(check(ClosedLoopOptions{.ramp_up = -1s}) ==
        OptionFinding{"/ramp_up", "expected a duration that is not negative"});
  CHECK_FALSE(check(ClosedLoopOptions{}));
}

}  // namespace
}  // namespace stepstorm::world
