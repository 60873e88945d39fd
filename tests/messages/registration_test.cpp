// Messages keep everything that they say on their way through CAF's serialisation.
#include <string>
#include <vector>

#include <caf/all.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <catch2/catch.hpp>

#include "messages/actors.hpp"

namespace stepstorm::messages {
namespace {

class Wire {
 public:
  Wire() : system_(config_) {}

  template <class Message>
  Message there_and_back(Message sent) {
    std::vector<char> bytes;
    caf::binary_serializer sink{system_, bytes};
    REQUIRE_FALSE(sink(sent));
    Message received;
    caf::binary_deserializer source{system_, bytes};
    REQUIRE_FALSE(source(received));
    return received;
  }

 private:
  caf::actor_system_config config_;
  caf::actor_system system_;
};

TEST_CASE("tasks keep their token, their place and their input", "[messages]") {
  const RunTasks sent{{{{{3, 4}, 12345678901234567, 7, 2, 5, 9, Payload{Json{{"orderId", "1"}}}},
                        0b101,
                        TimePoint{std::chrono::nanoseconds{8}}},
                       {}}};
  const auto received = Wire{}.there_and_back(sent);
  REQUIRE(received.tasks.size() == 2);
  const RunTask& task = received.tasks[0];
  CHECK(task.token == TaskToken{3, 4});
  CHECK(task.execution == 12345678901234567);
  CHECK(task.visit == 7);
  CHECK(task.state == 2);
  CHECK(task.number == 5);
  CHECK(task.faults == 0b101);
  CHECK(task.fault_plan == 9);
  CHECK(to_text(*task.input) == R"({"orderId":"1"})");
  CHECK(to_text(*received.tasks[1].input) == "{}");
}

TEST_CASE("every kind of answer arrives as that kind", "[messages]") {
  const TaskAnswers sent{{{{1, 0}, Succeeded{Payload{Json(1.0)}}},
                          {{2, 0}, Failed{"Error", std::nullopt}},
                          {{3, 0}, Failed{std::nullopt, ""}},
                          {{4, 0}, Submitted{Payload{Json(nullptr)}}},
                          {{5, 0}, RawOutput{"<html>"}},
                          {{6, 0}, Lost{}}}};
  const auto answers = Wire{}.there_and_back(sent).answers;
  REQUIRE(answers.size() == 6);
  CHECK(to_text(*std::get<Succeeded>(answers[0].result).output) == "1.0");
  CHECK(std::get<Boxed<Failed>>(answers[1].result)->error == "Error");
  CHECK_FALSE(std::get<Boxed<Failed>>(answers[1].result)->cause);
  CHECK_FALSE(std::get<Boxed<Failed>>(answers[2].result)->error);
  CHECK(std::get<Boxed<Failed>>(answers[2].result)->cause == "");
  CHECK(to_text(*std::get<Submitted>(answers[3].result).output) == "null");
  CHECK(std::get<Boxed<RawOutput>>(answers[4].result)->text == "<html>");
  CHECK(std::holds_alternative<Lost>(answers[5].result));
  CHECK(answers[4].token == TaskToken{5, 0});
}

TEST_CASE("the small messages arrive whole", "[messages]") {
  Wire wire;
  CHECK(wire.there_and_back(Heartbeats{{{1, 2}, {3, 4}}}).tokens == std::vector<TaskToken>{{1, 2}, {3, 4}});
  const auto stop = wire.there_and_back(StopExecution{9, "Error", std::nullopt});
  CHECK((stop.id == 9 && stop.error == "Error" && !stop.cause));
  const auto down = wire.there_and_back(WorkerDown{3, "crash"});
  CHECK((down.worker == 3 && down.reason == "crash"));
  const auto kill = wire.there_and_back(KillWorker{1, 2, "chaos"});
  CHECK((kill.resource == 1 && kill.child == 2 && kill.reason == "chaos"));
  const auto resource = wire.there_and_back(ResourceDown{4, "too many restarts"});
  CHECK((resource.resource == 4 && resource.cause == "too many restarts"));
  CHECK(wire.there_and_back(ResourceRestored{5}).resource == 5);
  CHECK(wire.there_and_back(RestoreResource{6}).resource == 6);
}

TEST_CASE("a payload that is no JSON on the wire is an error, not a crash", "[messages]") {
  caf::actor_system_config config;
  caf::actor_system system{config};
  std::vector<char> bytes;
  caf::binary_serializer sink{system, bytes};
  std::string text = "{\"truncated\":";
  REQUIRE_FALSE(sink(text));
  Payload payload;
  caf::binary_deserializer source{system, bytes};
  CHECK(source(payload) == caf::sec::invalid_argument);
}

TEST_CASE("counters add up member by member", "[messages]") {
  Counters one;
  one.attempts = 3;
  one.unknown_heartbeats = 1;
  Counters sum = one;
  sum += one;
  CHECK(sum.attempts == 6);
  CHECK(sum.unknown_heartbeats == 2);
  CHECK(sum.retries == 0);
}

}  // namespace
}  // namespace stepstorm::messages
