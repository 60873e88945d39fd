#include "orchestration/supervisor.hpp"

#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "values/overload.hpp"

namespace stepstorm::orchestration {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start_of_time{};

std::string render(const std::vector<SupervisorCommand>& commands) {
  std::string text;
  for (const auto& command : commands)
    text += std::visit(Overload{[](const StartWorker& start) { return "start " + std::to_string(start.child); },
                                [](const StopWorker& stop) { return "stop " + std::to_string(stop.child); },
                                [](const GiveUp& give_up) { return "give up: " + give_up.cause; },
                                [](const Restored&) { return std::string{"restored"}; }},
                       command) +
            "\n";
  return text;
}

SupervisorOptions without_backoff(RestartStrategy strategy, std::uint32_t restarts = 10) {
  SupervisorOptions options;
  options.strategy = strategy;
  options.intensity.restarts = restarts;
  options.backoff.initial = 0s;
  return options;
}

/// A supervisor and a row of things that happen to its children, each as `<child><kind>`: `1!` crashes, `1.` ends
/// normally. Answers what the supervisor asks for, a line per happening.
std::string play(const SupervisorOptions& options,
                 const std::vector<RestartType>& children,
                 const std::string& script) {
  Supervisor supervisor{options, children, world::Stream{1}};
  static_cast<void>(supervisor.start());
  std::string text;
  std::istringstream happenings{script};
  for (std::string happening; happenings >> happening;) {
    const auto kind = happening.back() == '!' ? ExitKind::Abnormal : ExitKind::Normal;
    std::string asked = render(supervisor.exited(static_cast<ChildIndex>(happening[0] - '0'), kind, start_of_time));
    for (char& c : asked) c = c == '\n' ? ',' : c;
    text += happening + " -> " + asked + '\n';
  }
  return text;
}

constexpr auto permanent = RestartType::Permanent;
constexpr auto transient = RestartType::Transient;
constexpr auto temporary = RestartType::Temporary;

TEST_CASE("all children are started in order", "[orchestration][supervisor]") {
  Supervisor supervisor{{}, {permanent, transient, temporary}, world::Stream{1}};
  CHECK(render(supervisor.start()) == "start 0\nstart 1\nstart 2\n");
  CHECK(supervisor.next_timer() == never);
}

TEST_CASE("the strategy says who is restarted with the child that ended", "[orchestration][supervisor]") {
  struct Row {
    RestartStrategy strategy;
    std::string script;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {RestartStrategy::OneForOne, "1!", "1! -> start 1,\n"},
      // the others are stopped last to first, and all are started when the last of them has ended
      {RestartStrategy::OneForAll, "1! 2. 0.", "1! -> stop 2,stop 0,\n2. -> \n0. -> start 0,start 1,start 2,\n"},
      {RestartStrategy::RestForOne, "1! 2.", "1! -> stop 2,\n2. -> start 1,start 2,\n"},
      {RestartStrategy::RestForOne, "2!", "2! -> start 2,\n"},
      {RestartStrategy::RestForOne, "0! 2. 1.", "0! -> stop 2,stop 1,\n2. -> \n1. -> start 0,start 1,start 2,\n"},
      // one that crashes while it is being stopped has ended all the same
      {RestartStrategy::OneForAll, "0! 1! 2.", "0! -> stop 2,stop 1,\n1! -> \n2. -> start 0,start 1,start 2,\n"},
  }));
  CAPTURE(row.script);
  CHECK(play(without_backoff(row.strategy), {permanent, permanent, permanent}, row.script) == row.expected);
}

TEST_CASE("the restart type says whether a child is restarted at all", "[orchestration][supervisor]") {
  struct Row {
    RestartType type;
    std::string happening;
    std::string expected;
  };
  const auto row = GENERATE(values<Row>({
      {permanent, "0!", "start 0,"},
      {permanent, "0.", "start 0,"},
      {transient, "0!", "start 0,"},
      {transient, "0.", ""},
      {temporary, "0!", ""},
      {temporary, "0.", ""},
  }));
  CAPTURE(row.happening);
  CHECK(play(without_backoff(RestartStrategy::OneForOne), {row.type}, row.happening) ==
        row.happening + " -> " + row.expected + "\n");
}

TEST_CASE("a temporary child that is stopped for another's sake stays away", "[orchestration][supervisor]") {
  CHECK(play(without_backoff(RestartStrategy::OneForAll), {permanent, temporary, permanent}, "0! 2. 1.") ==
        "0! -> stop 2,stop 1,\n"
        "2. -> start 0,start 2,\n"
        "1. -> \n");
}

TEST_CASE("one restart more than the intensity allows gives the resource up", "[orchestration][supervisor]") {
  SupervisorOptions options = without_backoff(RestartStrategy::OneForOne, 1);
  Supervisor supervisor{options, {permanent, permanent}, world::Stream{1}};
  static_cast<void>(supervisor.start());
  CHECK(render(supervisor.exited(0, ExitKind::Abnormal, start_of_time)) == "start 0\n");
  CHECK_FALSE(supervisor.down());
  CHECK(render(supervisor.exited(0, ExitKind::Abnormal, start_of_time + 5s)) ==
        "give up: its workers needed more than 1 restart within 5 s\nstop 1\n");
  CHECK(supervisor.down());
  CHECK(render(supervisor.exited(1, ExitKind::Normal, start_of_time + 5s)).empty());
  CHECK(supervisor.next_timer() == never);
}

TEST_CASE("restarts that lie further back than the window no longer count", "[orchestration][supervisor]") {
  Supervisor supervisor{without_backoff(RestartStrategy::OneForOne, 1), {permanent}, world::Stream{1}};
  static_cast<void>(supervisor.start());
  for (int crash = 0; crash < 10; ++crash)
    CHECK(render(supervisor.exited(0, ExitKind::Abnormal, start_of_time + crash * 5001ms)) == "start 0\n");
}

TEST_CASE("a restart waits for its back-off, which grows within the window up to its cap",
          "[orchestration][supervisor]") {
  SupervisorOptions options = without_backoff(RestartStrategy::OneForOne);
  options.backoff = {.initial = 100ms, .rate = 2.0, .max = 300ms, .jitter = false};
  Supervisor supervisor{options, {permanent}, world::Stream{1}};
  static_cast<void>(supervisor.start());
  TimePoint now = start_of_time;
  for (const auto wait : {100ms, 200ms, 300ms, 300ms}) {
    CHECK(render(supervisor.exited(0, ExitKind::Abnormal, now)).empty());
    CHECK(supervisor.next_timer() == now + wait);
    CHECK(render(supervisor.timers_due(now + wait - 1ns)).empty());
    now += wait;
    CHECK(render(supervisor.timers_due(now)) == "start 0\n");
    CHECK(supervisor.next_timer() == never);
  }
}

TEST_CASE("children of one_for_one wait each for its own back-off", "[orchestration][supervisor]") {
  SupervisorOptions options = without_backoff(RestartStrategy::OneForOne);
  options.backoff = {.initial = 100ms, .rate = 1.0, .max = 1s, .jitter = false};
  Supervisor supervisor{options, {permanent, permanent}, world::Stream{1}};
  static_cast<void>(supervisor.start());
  static_cast<void>(supervisor.exited(0, ExitKind::Abnormal, start_of_time));
  static_cast<void>(supervisor.exited(1, ExitKind::Abnormal, start_of_time + 40ms));
  CHECK(render(supervisor.timers_due(start_of_time + 100ms)) == "start 0\n");
  CHECK(supervisor.next_timer() == start_of_time + 140ms);
  CHECK(render(supervisor.timers_due(start_of_time + 140ms)) == "start 1\n");
}

TEST_CASE("jitter shortens the back-off, by the stream", "[orchestration][supervisor]") {
  const auto wait = [](std::uint64_t seed) {
    SupervisorOptions options = without_backoff(RestartStrategy::OneForOne);
    options.backoff.initial = 100ms;
    Supervisor supervisor{options, {permanent}, world::Stream{seed}};
    static_cast<void>(supervisor.start());
    static_cast<void>(supervisor.exited(0, ExitKind::Abnormal, start_of_time));
    return supervisor.next_timer() - start_of_time;
  };
  CHECK(wait(1) == wait(1));
  CHECK(wait(1) != wait(2));
  for (std::uint64_t seed = 0; seed < 100; ++seed) CHECK((wait(seed) >= 0ms && wait(seed) <= 100ms));
}

TEST_CASE("a resource that was given up is restored when told, or after a while", "[orchestration][supervisor]") {
  SupervisorOptions options = without_backoff(RestartStrategy::OneForOne, 0);
  options.restore_after = 30s;
  Supervisor supervisor{options, {permanent, permanent}, world::Stream{1}};
  static_cast<void>(supervisor.start());
  CHECK(render(supervisor.restore()).empty());  // is not down
  CHECK(render(supervisor.exited(1, ExitKind::Abnormal, start_of_time)) ==
        "give up: its workers needed more than 0 restarts within 5 s\nstop 0\n");
  CHECK(supervisor.next_timer() == start_of_time + 30s);

  SECTION("after a while") {
    static_cast<void>(supervisor.exited(0, ExitKind::Normal, start_of_time));
    CHECK(render(supervisor.timers_due(start_of_time + 30s)) == "restored\nstart 0\nstart 1\n");
  }
  SECTION("when told, while a child has not ended yet") {
    CHECK(render(supervisor.restore()) == "restored\nstart 1\n");
    CHECK(render(supervisor.exited(0, ExitKind::Normal, start_of_time + 1s)) == "start 0\n");
  }
  CHECK_FALSE(supervisor.down());
  CHECK(supervisor.next_timer() == never);
}

}  // namespace
}  // namespace stepstorm::orchestration
