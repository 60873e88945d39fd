// How long does an item of a Map take, and does it stay so when there are more of them? Inline and Distributed Maps in
// virtual time, by number of items and size of the Map's input, with `$$` and other fields in the ItemSelector, and with
// failures that are tolerated.
#include <stdexcept>
#include <string>
#include <vector>

#include "asl/compile.hpp"
#include "bench/harness/harness.hpp"
#include "bench/harness/virtual_orders.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::bench;

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
  for (const Case& one : cases()) {
    const std::string most = one.name + ", " + in_thousands(sizes.back());
    const std::string few = one.name + ", " + in_thousands(sizes.front());
    session.ratio(most + "/" + in_thousands(sizes.front()), most, few);
    session.aim(one.name + ": an item takes at most twice as long among the most as among the fewest",
                session.ratio_median(most + "/" + in_thousands(sizes.front())) >= 0.5);
  }
}

}  // namespace

int main(int argc, char** argv) {
  return run(argc, argv, "maps", "Items per second of inline and Distributed Maps.", 3, measure);
}
