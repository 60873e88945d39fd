// Which attempts a fault hits, when, and how often.
#include "faults/fault.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace stepstorm::faults {
namespace {

using namespace std::chrono_literals;

const TimePoint begin{1'000s};

Fault fault(FaultWindow window = {}, FaultTarget target = {}, double probability = 1) {
  Fault fault;
  fault.name = "f";
  fault.target = std::move(target);
  fault.window = window;
  fault.probability = probability;
  fault.action = InjectHang{};
  return fault;
}

messages::RunTask task(std::uint64_t execution, std::uint32_t number = 1, Json input = Json::object()) {
  return {{.token = {},
           .execution = execution,
           .visit = 2,
           .state = 0,
           .number = number,
           .input = Payload{std::move(input)}},
          ~std::uint64_t{0},
          begin};
}

bool hits(const Fault& planned,
          const messages::RunTask& attempt,
          std::chrono::nanoseconds at,
          std::uint32_t worker = 0) {
  FaultInjector injector{{planned}, 1, begin};
  return injector.at_work(attempt, worker, begin + at).hangs;
}

double share_hit(const Fault& planned, std::chrono::nanoseconds at) {
  FaultInjector injector{{planned}, 1, begin};
  int hit = 0;
  for (std::uint64_t execution = 0; execution < 20'000; ++execution)
    hit += injector.at_work(task(execution), 0, begin + at).hangs ? 1 : 0;
  return hit / 20'000.0;
}

}  // namespace

TEST_CASE("a fault fires within its window, from its first instant to before its last", "[orchestration][fault]") {
  struct Row {
    FaultWindow window;
    std::chrono::nanoseconds at;
    bool hit;
  };
  const FaultWindow minute{10s, 60s, {}, false};
  const FaultWindow periodic{10s, 60s, FaultWindow::Periodic{20s, 5s}, false};
  const auto row = GENERATE_COPY(values<Row>({{minute, 9'999'999'999ns, false},
                                              {minute, 10s, true},
                                              {minute, 69'999'999'999ns, true},
                                              {minute, 70s, false},
                                              {{10s, {}, {}, false}, 1'000h, true},
                                              {periodic, 14s, true},
                                              {periodic, 15s, false},
                                              {periodic, 30s, true},
                                              {periodic, 71s, false}}));
  CAPTURE(row.at.count());
  CHECK(hits(fault(row.window), task(1), row.at) == row.hit);
}

TEST_CASE("a fault hits the attempts that its target describes", "[orchestration][fault]") {
  FaultTarget second_and_third;
  second_and_third.first_attempt = 2;
  second_and_third.last_attempt = 3;
  CHECK_FALSE(hits(fault({}, second_and_third), task(1, 1), 0s));
  CHECK(hits(fault({}, second_and_third), task(1, 2), 0s));
  CHECK(hits(fault({}, second_and_third), task(1, 3), 0s));
  CHECK_FALSE(hits(fault({}, second_and_third), task(1, 4), 0s));

  FaultTarget some_workers;
  some_workers.workers = {1, 3};
  CHECK_FALSE(hits(fault({}, some_workers), task(1), 0s, 0));
  CHECK(hits(fault({}, some_workers), task(1), 0s, 3));

  FaultTarget poison;
  poison.matching.push_back({asl::JsonPath::parse("$.order.id").value(), "poison"});
  CHECK(hits(fault({}, poison), task(1, 1, {{"order", {{"id", "poison"}}}}), 0s));
  CHECK_FALSE(hits(fault({}, poison), task(1, 1, {{"order", {{"id", "sound"}}}}), 0s));
  CHECK_FALSE(hits(fault({}, poison), task(1, 1, {{"id", "poison"}}), 0s));
}

TEST_CASE("a fault is looked for only in states that it can concern", "[orchestration][fault]") {
  FaultPlan plan(4);
  plan[0].target.state_machine = "Orders";
  plan[1].target.state = "Pay";
  plan[2].target.resource = "payment";
  CHECK(fault_mask(plan, "Orders", "Pay", "payment") == 0b1111);
  CHECK(fault_mask(plan, "Returns", "Pay", "refund") == 0b1010);
  CHECK(fault_mask(plan, "Returns", "Look", "validate") == 0b1000);
}

TEST_CASE("chance is as likely as it says, and grows on a ramp", "[orchestration][fault]") {
  CHECK(share_hit(fault({}, {}, 0.3), 5s) == Approx(0.3).margin(0.01));
  const Fault ramp = fault({10s, 100s, {}, true}, {}, 0.8);
  CHECK(share_hit(ramp, 10s) == 0);
  CHECK(share_hit(ramp, 60s) == Approx(0.4).margin(0.01));
  CHECK(share_hit(ramp, 109s) == Approx(0.792).margin(0.01));
}

TEST_CASE("correlated attempts share their fate", "[orchestration][fault]") {
  Fault correlated = fault({}, {}, 0.5);
  correlated.correlated = 10s;
  bool some = false;
  bool none = false;
  for (auto at = 0s; at < 200s; at += 10s) {
    const double share = share_hit(correlated, at);
    CHECK((share == 0 || share == 1));
    (share == 0 ? none : some) = true;
  }
  CHECK((some && none));
}

TEST_CASE("a fault counts what it could have hit and what it hit", "[orchestration][fault]") {
  FaultTarget first_only;
  first_only.last_attempt = 1;
  FaultInjector injector{{fault({10s, 10s, {}, false}, first_only)}, 1, begin};
  static_cast<void>(injector.at_work(task(1), 0, begin + 5s));
  static_cast<void>(injector.at_work(task(2), 0, begin + 15s));
  static_cast<void>(injector.at_work(task(2, 2), 0, begin + 16s));
  CHECK(injector.counts()[0].offered == 2);
  CHECK(injector.counts()[0].fired == 1);
}

TEST_CASE("another fault in the plan moves no chance", "[orchestration][fault]") {
  Fault other = fault({}, {}, 0.5);
  other.name = "other";
  other.action = LoseHeartbeats{};
  FaultInjector alone{{fault({}, {}, 0.5)}, 7, begin};
  FaultInjector together{{other, fault({}, {}, 0.5)}, 7, begin};
  for (std::uint64_t execution = 0; execution < 1000; ++execution)
    REQUIRE(alone.at_work(task(execution), 0, begin).hangs == together.at_work(task(execution), 0, begin).hangs);
}

TEST_CASE("a plan that replaces another has a number of its own, and its times count from then",
          "[orchestration][fault]") {
  FaultSource source{{fault()}, 1, begin};
  const auto first = source.current();
  source.replace({fault({10s, 10s, {}, false})}, begin + 100s);
  const auto second = source.current();
  CHECK((first->number() == 0 && second->number() == 1 && source.number() == 1));
  CHECK(first->at_work(task(1), 0, begin).hangs);
  CHECK_FALSE(second->at_work(task(1), 0, begin + 15s).hangs);
  CHECK(second->at_work(task(1), 0, begin + 115s).hangs);
  CHECK(source.counts()[0].offered == 2);
}

}  // namespace stepstorm::faults
