// The system in real time, on several threads.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/actors/shop.hpp"

namespace stepstorm::actors {
namespace {

using namespace std::chrono_literals;

SystemOptions wall_shop(std::uint32_t orchestrators = 1) {
  SystemOptions options;
  options.clock = WallClock{.threads = 2};
  options.orchestrators = orchestrators;
  options.resources = shop_resources();
  return options;
}

TEST_CASE("an order goes through in real time", "[actors][wall]") {
  Memory memory;
  System system{wall_shop(), memory};
  REQUIRE(system.start_execution(order_machine(R"("TimeoutSeconds": 10, )"), order("12345"), "my-order"));
  REQUIRE(system.wait(10s));
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].execution.name() == "my-order");
  CHECK(ends[0].history.size() == 17);
  CHECK_THAT(result_of(ends[0]), Catch::StartsWith(R"(SUCCEEDED {"orderId":"12345")"));
}

/// The processors that each thread that runs actors may use; of those that have taken their names already.
std::vector<std::vector<int>> processors_of_named() {
  std::vector<std::vector<int>> all;
  for (const auto& thread : std::filesystem::directory_iterator{"/proc/self/task"}) {
    std::string name;
    std::getline(std::ifstream{thread.path() / "comm"}, name);
    if (!name.starts_with("caf.multi")) continue;
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    REQUIRE(sched_getaffinity(std::stoi(thread.path().filename().string()), sizeof allowed, &allowed) == 0);
    auto& processors = all.emplace_back();
    for (int processor = 0; processor < CPU_SETSIZE; ++processor)
      if (CPU_ISSET(processor, &allowed)) processors.push_back(processor);
  }
  return all;
}

/// The same of two threads, once they have begun, and with so many processors each; or what there is after 10 s.
std::vector<std::vector<int>> processors_of_actors(std::size_t each) {
  const auto patience = std::chrono::steady_clock::now() + 10s;
  while (true) {
    auto all = processors_of_named();
    const bool begun = all.size() == 2 && all[0].size() == each && all[1].size() == each;
    if (begun || std::chrono::steady_clock::now() > patience) return all;
    std::this_thread::sleep_for(1ms);
  }
}

std::size_t processors_allowed() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  REQUIRE(sched_getaffinity(0, sizeof allowed, &allowed) == 0);
  return static_cast<std::size_t>(CPU_COUNT(&allowed));
}

TEST_CASE("threads that are pinned have a processor each, one after the other", "[actors][wall]") {
  Memory memory;
  auto options = wall_shop();
  {
    System system{options, memory};
    const auto free = processors_of_actors(processors_allowed());
    REQUIRE(free.size() == 2);
    CHECK(free[0] == free[1]);
  }
  options.clock = WallClock{.threads = 2, .pinned = true};
  System system{options, memory};
  system.start(order_machine(), order("12345"));
  REQUIRE(system.wait(10s));
  const auto pinned = processors_of_actors(1);
  REQUIRE(pinned.size() == 2);
  CHECK((pinned[0].size() == 1 && pinned[1].size() == 1));
  CHECK((pinned[0] != pinned[1] || std::thread::hardware_concurrency() == 1));
}

TEST_CASE("time in histories is the date", "[actors][wall]") {
  Memory memory;
  System system{wall_shop(), memory};
  const auto before = std::chrono::system_clock::now();
  system.start(wait_machine(1), Payload{});
  CHECK_FALSE(system.wait(500ms));
  REQUIRE(system.wait(10s));
  const auto ends = memory.take();
  CHECK(std::chrono::abs(ends[0].execution.started_at - before) < 1s);
  const auto waited = ends[0].execution.ended_at - ends[0].execution.started_at;
  CHECK((waited >= 1s && waited < 1500ms));
}

TEST_CASE("executions spread over orchestrators, each of which answers for its own", "[actors][wall]") {
  Memory memory;
  System system{wall_shop(3), memory};
  for (int i = 0; i < 1'000; ++i) system.start(order_machine(), order(std::to_string(i)));
  REQUIRE(system.wait(60s));
  const auto ends = memory.take();
  REQUIRE(ends.size() == 1'000);
  for (std::uint64_t id = 0; id < 1'000; ++id) REQUIRE(ends[id].execution.id == id);
  CHECK(system.counters().executions_succeeded == 1'000);
  CHECK(system.ledger().totals().charges == 1'000);
}

TEST_CASE("workers killed at random lose no order and charge none twice", "[actors][wall]") {
  constexpr int orders = 10'000;
  Memory memory;
  auto options = wall_shop(2);
  for (auto& resource : options.resources) {
    resource.actors = 3;
    resource.capacity = 50;
    resource.worker.service_time = world::Uniform{0ms, 2ms};
    resource.supervision.intensity = {.restarts = 1'000'000, .window = 1s};
    resource.supervision.backoff.initial = 1ms;
    resource.supervision.backoff.max = 5ms;
  }
  // Confirm has no retrier: each order that a dying confirm worker holds fails, and no other.
  constexpr std::uint64_t confirm_capacity = 5;
  options.resources.back().capacity = confirm_capacity;
  System system{options, memory};
  const auto retried = machine(
      R"({"StartAt": "Validate", "States": {)"
      R"("Validate": {"Type": "Task", "Resource": ")" +
      lambda("validate") +
      R"(", "Next": "Pay", "Retry": [)"
      R"({"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 50, "JitterStrategy": "FULL"}]},)"
      R"("Pay": {"Type": "Task", "Resource": ")" +
      lambda("payment") +
      R"(", "Next": "Confirm", "TimeoutSeconds": 30, "Retry": [)"
      R"({"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 50, "JitterStrategy": "FULL"}]},)"
      R"("Confirm": {"Type": "Task", "Resource": ")" +
      lambda("confirm") + R"(", "End": true}}})");
  auto random = world::Stream::named(7, "chaos");
  const std::vector<std::string> resources{"validate", "payment", "confirm"};
  std::uint64_t kills = 0;
  std::uint64_t confirm_kills = 0;
  for (int i = 0; i < orders; ++i) {
    // every tenth order takes its payment worker down by itself, after the charge
    const std::string card = i % 10 == 0 ? "4000000000000341" : "4242424242424242";
    system.start(retried, Payload{Json{{"orderId", std::to_string(i)}, {"card", card}}});
    if (i % 20 == 0) std::this_thread::sleep_for(1ms);
    if (random.below(25) != 0) continue;
    const auto& victim = resources[random.below(3)];
    system.kill_worker(
        victim, static_cast<std::uint32_t>(random.below(3)), "chaos", static_cast<std::uint32_t>(random.below(2)));
    ++kills;
    if (victim == "confirm") ++confirm_kills;
  }
  REQUIRE(system.wait(100s));
  CHECK(system.open() == 0);

  const auto ends = memory.take();
  const auto counters = system.counters();
  REQUIRE(ends.size() == orders);
  std::uint64_t paid = 0;
  std::set<std::string> receipts;
  for (const auto& ended : ends) {
    const auto* succeeded = std::get_if<execution::Succeeded>(&ended.execution.status);
    if (succeeded) receipts.insert((*succeeded->output)["payment"]["receipt"].get<std::string>());
    for (const auto& event : ended.history)
      if (event.type == execution::EventType::StateExited &&
          ended.execution.machine().states[event.state].name == "Pay")
        ++paid;
    if (!succeeded) REQUIRE_THAT(result_of(ended), Catch::StartsWith("FAILED Lambda.Unknown: The worker confirm-"));
  }
  CHECK(receipts.size() == counters.executions_succeeded);
  CHECK(system.ledger().totals().charges == paid);  // each order that went past the payment was charged once
  CHECK(system.ledger().totals().requests > system.ledger().totals().charges);  // and some asked again
  CHECK(counters.executions_succeeded + counters.executions_failed == orders);
  CHECK(counters.executions_failed <= confirm_kills * confirm_capacity);
  CHECK(counters.executions_succeeded > orders * 9 / 10);
  CHECK(counters.lost > 100);  // a run in which nothing went wrong proves nothing
  UNSCOPED_INFO("kills " << kills << ", attempts lost " << counters.lost << ", failed " << counters.executions_failed);
  CHECK(counters.retries > 100);
}

std::size_t resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  std::size_t total = 0;
  std::size_t resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::chrono::microseconds cpu_time() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto time = [](const timeval& t) {
    return std::chrono::seconds{t.tv_sec} + std::chrono::microseconds{t.tv_usec};
  };
  return time(usage.ru_utime) + time(usage.ru_stime);
}

TEST_CASE("ten thousand executions wait an hour in little memory and without work", "[actors][wall]") {
  const std::size_t before = resident_bytes();
  Memory memory;
  System system{wall_shop(), memory};
  const auto rest = wait_machine(3'600);
  for (int i = 0; i < 10'000; ++i) system.start(rest, order(std::to_string(i)));
  while (system.counters().executions_started < 10'000) std::this_thread::sleep_for(1ms);
  CHECK(system.open() == 10'000);

  const auto cpu_before = cpu_time();
  std::this_thread::sleep_for(1s);
  const auto cpu = cpu_time() - cpu_before;
  const std::size_t grown = resident_bytes() - before;
  WARN("10,000 waits: " << (grown >> 10) << " KiB above start, idle CPU " << cpu.count() / 10'000.0 << " %");
#ifndef __SANITIZE_ADDRESS__
  CHECK(grown < 64u << 20);
#endif
  CHECK(cpu < 50ms);
  CHECK(memory.ended() == 0);
}

TEST_CASE("a system can be shut down in the middle of its work", "[actors][wall]") {
  Memory memory;
  {
    auto options = wall_shop(2);
    for (auto& resource : options.resources) resource.worker.service_time = world::Constant{10ms};
    System system{options, memory};
    for (int i = 0; i < 500; ++i) system.start(order_machine(), order(std::to_string(i)));
    system.wait(15ms);
    system.shut_down();
  }
  CHECK(memory.ended() < 500);
}

}  // namespace
}  // namespace stepstorm::actors
