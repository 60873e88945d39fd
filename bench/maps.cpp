// How long does an item of a Map take, and does it stay so when there are more of them? Inline and Distributed Maps in
// virtual time, by number of items and size of the Map's input, with `$$` and other fields in the ItemSelector, and
// with failures that are tolerated. And how long do others wait meanwhile? Executions on the same thread as a Map of
// 200,000 children are started and stopped, on the wall clock.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "actors/system.hpp"
#include "asl/compile.hpp"
#include "bench/harness/harness.hpp"
#include "bench/harness/virtual_orders.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;

const std::string longest_wait = "StopExecution of others during a Map of 200,000 children, longest";

enum class Kind { Inline, Distributed };

struct Case {
  std::string name;
  Kind kind = Kind::Distributed;
  std::string selector = {};      // members of ItemSelector; empty: none
  bool failing = false;           // every other item fails
  std::size_t input_bytes = 100;  // beside the items
};

std::string processor(const Case& one) {
  if (!one.failing) return R"("StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}})";
  return R"("StartAt": "C", "States": {
    "C": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "F"}], "Default": "P"},
    "F": {"Type": "Fail", "Error": "Item.Odd"}, "P": {"Type": "Pass", "End": true}})";
}

execution::StateMachinePtr machine(const Case& one) {
  const bool distributed = one.kind == Kind::Distributed;
  const std::string mode =
      distributed ? R"("Mode": "DISTRIBUTED", "ExecutionType": "STANDARD")" : R"("Mode": "INLINE")";
  const std::string selector = one.selector.empty() ? "" : R"("ItemSelector": {)" + one.selector + "}, ";
  const std::string tolerated = one.failing ? R"("ToleratedFailurePercentage": 100, )" : "";
  const auto compiled =
      asl::compile(R"({"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.items", )" + selector +
                   tolerated + R"("ItemProcessor": {"ProcessorConfig": {)" + mode + "}, " + processor(one) +
                   R"(}, "ResultPath": null, "OutputPath": "$.none", "End": true}}})");
  if (!compiled.machine) throw std::invalid_argument(asl::render(compiled.findings.front(), one.name));
  auto made = std::make_shared<execution::StateMachine>(*execution::create_state_machine("Maps", compiled.machine));
  made->type = distributed ? asl::MachineType::STANDARD : asl::MachineType::EXPRESS;  // EXPRESS: any number of events
  return made;
}

Payload input(const Case& one, std::size_t items) {
  Json list = Json::array();
  for (std::size_t index = 0; index < items; ++index) list.push_back(index % 2);
  return Payload{
      Json{{"items", std::move(list)}, {"none", Json::object()}, {"pad", std::string(one.input_bytes, 'x')}}};
}

std::string in_thousands(std::size_t items) { return std::to_string(items / 1'000) + ",000 items"; }

Subject items_a_second(Session& session, const Case& one, std::size_t items) {
  return {one.name + ", " + in_thousands(items), "items/s", Better::More, [&session, one, items] {
            Ends ends;
            auto options = engine_options({}, orchestration::HistoryPolicy::None);
            options.seed = session.seed();
            simulation::Engine engine{options, ends};
            const auto map = machine(one);
            const Payload given = input(one, items);
            const double seconds = seconds_of([&] {
              engine.start({0, map, std::nullopt, given});
              pass(engine);
            });
            const auto counters = engine.counters();
            const bool children = one.kind == Kind::Distributed;
            session.check("the Map succeeded, having gone through all items",
                          engine.open() == 0 && counters.executions_started == 1 + (children ? items : 0) &&
                              counters.executions_failed == (one.failing ? items / 2 : 0) &&
                              counters.executions_succeeded > 0);
            return static_cast<double>(items) / seconds;
          }};
}

// ---- others, while a Map runs

using Clock = std::chrono::steady_clock;

/// One object, a list of that many zeros.
class Zeros final : public orchestration::ObjectStore {
 public:
  explicit Zeros(std::size_t items) : text_("[0") {
    for (std::size_t index = 1; index < items; ++index) text_ += ",0";
    text_ += ']';
  }
  tl::expected<std::string, std::string> read(std::string_view, std::string_view) override { return text_; }
  tl::expected<std::vector<execution::ListedObject>, std::string> list(std::string_view, std::string_view) override {
    return {};
  }
  tl::expected<void, std::string> write(std::string_view,
                                        const std::vector<std::pair<std::string, std::string>>&) override {
    return {};
  }

 private:
  std::string text_;
};

/// When each execution that was asked for ended.
class EndTimes final : public orchestration::Observer {
 public:
  void ended(orchestration::EndedExecution&& ended) override {
    if (ended.execution.id == 0) map_ended_ = true;
    if (ended.execution.id != ended.execution.order) return;  // a child
    const std::lock_guard lock(mutex_);
    times_[ended.execution.id] = Clock::now();
    told_.notify_all();
  }
  Clock::time_point wait_for(std::uint64_t id) {
    std::unique_lock lock(mutex_);
    told_.wait(lock, [&] { return times_.contains(id); });
    return times_[id];
  }
  bool map_ended() const { return map_ended_; }

 private:
  std::mutex mutex_;
  std::condition_variable told_;
  std::map<std::uint64_t, Clock::time_point> times_;
  std::atomic<bool> map_ended_ = false;
};

execution::StateMachinePtr machine_of(const std::string& name, const std::string& definition) {
  const auto compiled = asl::compile(definition);
  if (!compiled.machine) throw std::invalid_argument(asl::render(compiled.findings.front(), name));
  return execution::create_state_machine(name, compiled.machine);
}

/// How long others waited until their StopExecution was carried out, in ms: the longest, and half of them.
void stop_others_during_a_map(Session& session, std::size_t items) {
  const auto map = machine_of("Map", R"({"StartAt": "M", "States": {"M": {"Type": "Map", "ItemReader": {
    "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"},
    "Parameters": {"Bucket": "b", "Key": "k"}}, "ItemProcessor": {
    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}, "ResultPath": null, "End": true}}})");
  const auto waiting =
      machine_of("Waiting", R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 3600, "End": true}}})");
  EndTimes ends;
  actors::SystemOptions options;
  options.clock = actors::WallClock{.threads = 1};
  options.history = orchestration::HistoryPolicy::None;
  options.objects = std::make_shared<Zeros>(items);
  actors::System system{options, ends};
  system.start(map, Payload{});
  std::vector<double> waits;
  while (!ends.map_ended()) {
    const std::uint64_t id = system.start(waiting, Payload{});
    const Clock::time_point asked = Clock::now();
    system.stop(id);
    waits.push_back(std::chrono::duration<double, std::milli>(ends.wait_for(id) - asked).count());
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  system.wait();
  const std::uint64_t others = waits.size();
  session.check("every child was started, and every other execution stopped",
                system.counters().executions_started == 1 + items + others && system.open() == 0 && others > 0);
  std::sort(waits.begin(), waits.end());
  session.sample(longest_wait, "ms", Better::Less, waits.back());
  session.sample("StopExecution of others during that Map, median", "ms", Better::Less, waits[waits.size() / 2]);
}

std::vector<Case> cases() {
  const std::string context = R"("value.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index")";
  const std::string order = R"("value.$": "$$.Map.Item.Value", "first.$": "$$.Execution.Input.items[0]")";
  const std::string input = R"("pad.$": "$.pad", "id.$": "$$.Map.Item.Value")";
  return {{.name = "inline", .kind = Kind::Inline},
          {.name = "inline, $$ in ItemSelector", .kind = Kind::Inline, .selector = context},
          {.name = "distributed"},
          {.name = "distributed, $$ in ItemSelector", .selector = context},
          {.name = "distributed, $$.Execution.Input in ItemSelector", .selector = order},
          {.name = "distributed, $ in ItemSelector", .selector = input},
          {.name = "distributed, half of the items fail", .failing = true},
          {.name = "distributed, 50 KB beside the items", .selector = context, .input_bytes = 50'000}};
}

void measure(Session& session) {
  const std::vector<std::size_t> sizes =
      session.quick() ? std::vector<std::size_t>{1'000, 10'000} : std::vector<std::size_t>{1'000, 10'000, 100'000};
  session.condition("items",
                    "0 or 1, so that 100,000 of them are an input that the service takes; a Pass state for each; one "
                    "thread, virtual time, no history");
  session.condition("inline", "EXPRESS, since the history of a STANDARD execution ends at 25,000 events");
  std::vector<Subject> subjects;
  for (const Case& one : cases())
    for (const std::size_t items : sizes) subjects.push_back(items_a_second(session, one, items));
  session.measure(subjects);
  for (int repetition = 0; repetition < session.repetitions(); ++repetition)
    stop_others_during_a_map(session, session.quick() ? 20'000 : 200'000);
  for (const Case& one : cases()) {
    const std::string most = one.name + ", " + in_thousands(sizes.back());
    const std::string few = one.name + ", " + in_thousands(sizes.front());
    session.ratio(most + "/" + in_thousands(sizes.front()), most, few);
    session.aim(one.name + ": an item takes at most twice as long among the most as among the fewest",
                session.ratio_median(most + "/" + in_thousands(sizes.front())) >= 0.5);
  }
  session.aim("others are served within 10 ms while a Map runs", session.median(longest_wait) <= 10);
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv, "maps", "Items per second of inline and Distributed Maps.", 3, measure);
}
