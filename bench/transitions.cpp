// What does a transition cost, in time and in allocations, by type of state? And does memory stay level over
// executions? Every execution goes through the pure core alone: tasks are answered at once, timers fire when nothing
// else is left. `visit` is the time from entering a state to entering the next one, everything inside a Parallel or Map
// included; the rows about an execution of one state are whole executions. Ends with 1 when live memory has grown.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <benchmark/benchmark.h>

#include "asl/compile.hpp"
#include "bench/counting/allocations.hpp"
#include "bench/harness/micro.hpp"
#include "bench/segments.hpp"
#include "execution/step.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::execution;

// ---- machines

constexpr std::string_view pass = R"("S#":{"Type":"Pass","Next":"S%"},)";
constexpr std::string_view pass_with_template =
    R"("S#":{"Type":"Pass","Parameters":{"id.$":"$.id","total.$":"$.total","kind":"summary"},
       "ResultPath":"$.summary","Next":"S%"},)";
constexpr std::string_view lambda_task =
    R"("S#":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:Work","Next":"S%"},)";
constexpr std::string_view activity_task =
    R"("S#":{"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:Work","TimeoutSeconds":30,
       "HeartbeatSeconds":5,"ResultPath":"$.work","Next":"S%"},)";
constexpr std::string_view wait = R"("S#":{"Type":"Wait","Seconds":1,"Next":"S%"},)";
constexpr std::string_view choice_of_1 =
    R"("S#":{"Type":"Choice","Choices":[{"Variable":"$.total","NumericGreaterThan":9,"Next":"S%"}]},)";
constexpr std::string_view choice_of_10 = R"("S#":{"Type":"Choice","Choices":[
    {"Variable":"$.kind","StringEquals":"a","Next":"S0"},
    {"Variable":"$.kind","StringMatches":"b*","Next":"S0"},
    {"Variable":"$.total","NumericLessThan":1,"Next":"S0"},
    {"Variable":"$.absent","IsPresent":true,"Next":"S0"},
    {"Variable":"$.due","TimestampLessThan":"2020-01-01T00:00:00Z","Next":"S0"},
    {"Not":{"Variable":"$.customer","IsPresent":true},"Next":"S0"},
    {"And":[{"Variable":"$.total","IsNumeric":true},{"Variable":"$.paid","BooleanEquals":true}],"Next":"S0"},
    {"Or":[{"Variable":"$.kind","IsNull":true},{"Variable":"$.kind","StringEqualsPath":"$.id"}],"Next":"S0"},
    {"Variable":"$.customer.country","StringEquals":"XX","Next":"S0"},
    {"Variable":"$.total","NumericGreaterThan":9,"Next":"S%"}]},)";
constexpr std::string_view parallel_of_2 = R"("S#":{"Type":"Parallel","ResultPath":null,"Next":"S%","Branches":[
    {"StartAt":"A#","States":{"A#":{"Type":"Pass","End":true}}},
    {"StartAt":"B#","States":{"B#":{"Type":"Pass","End":true}}}]},)";
constexpr std::string_view map_of_10 = R"("S#":{"Type":"Map","ItemsPath":"$.items","ResultPath":null,"Next":"S%",
    "ItemProcessor":{"StartAt":"I#","States":{"I#":{"Type":"Pass","End":true}}}},)";

constexpr std::size_t visits_per_execution = 100;

StateMachinePtr machine_from(const std::string& definition) {
  const auto compiled = asl::compile(definition);
  if (compiled.machine) return create_state_machine("bench", compiled.machine);
  for (const auto& finding : compiled.findings) std::puts(render(finding, "bench").c_str());
  std::exit(2);
}

StateMachinePtr chain_of(std::string_view state, std::size_t count) {
  return machine_from(R"({"StartAt":"S0","States":{)" + bench::repeated(state, count) +
                      bench::numbered(R"("S#":{"Type":"Succeed"}}})", count));
}

StateMachinePtr every_type() {
  std::string states;
  std::size_t number = 0;
  for (const auto state :
       {pass_with_template, lambda_task, activity_task, wait, choice_of_10, parallel_of_2, map_of_10}) {
    states += bench::numbered(state, number++);
  }
  return machine_from(R"({"StartAt":"S0","States":{)" + states +
                      bench::numbered(R"("S#":{"Type":"Succeed"}}})", number));
}

// ---- inputs

/// About 700 bytes.
Payload order() {
  Json order = parse_json(R"({"id":"order-12345","kind":"express","total":1234.5,"paid":false,
      "due":"2030-06-01T12:00:00Z","customer":{"id":"c-77","name":"Ada","country":"GB","tags":["a","b"]}})")
                   .value();
  for (int i = 0; i < 10; ++i)
    order["items"].push_back({{"sku", "sku-" + std::to_string(i)}, {"quantity", i}, {"price", 9.75}});
  return Payload{std::move(order)};
}

/// `order` and a list that makes the text about 64 KiB long.
Payload large_order() {
  Json large = *order();
  for (int i = 0; i < 1500; ++i) large["lines"].push_back({{"number", i}, {"text", "a line of an order"}});
  return Payload{std::move(large)};
}

// ---- one execution from its start to its end

enum class Keep { Nothing, History };

class Surroundings {
 public:
  Surroundings(StateMachinePtr machine, Payload input, Keep keep)
      : machine_(std::move(machine)), input_(std::move(input)), keep_(keep) {
    step_.keep_events = keep == Keep::History;
  }

  void begin() {
    execution_ = Execution{.state_machine = machine_,
                           .given_name = std::make_unique<const std::string>("bench"),
                           .input = input_,
                           .random = world::Stream(1)};
    history_.clear();
    start(execution_, now_, step_);
    carry_out();
  }

  /// One notice.
  void go_on() {
    if (!tasks_.empty()) return answer();
    const SetTimer timer = timers_.back();
    timers_.pop_back();
    now_ = timer.at;
    tell(TimerFired{timer.timer});
  }

  void run() {
    begin();
    while (execution_.running()) go_on();
    timers_.clear();  // of tasks that were answered in time
  }

  const Execution& execution() const { return execution_; }

 private:
  void answer() {
    const AttemptId attempt = tasks_.back();
    tasks_.pop_back();
    tell(TaskSucceeded{attempt, input_});
  }

  void tell(const Notice& notice) {
    step(execution_, notice, now_, step_);
    carry_out();
  }

  void carry_out() {
    for (auto& event : step_.events) history_.push_back(std::move(event));
    for (const Command& command : step_.commands) {
      if (const auto* task = std::get_if<RunTask>(&command)) tasks_.push_back(task->attempt);
      if (const auto* timer = std::get_if<SetTimer>(&command)) timers_.push_back(*timer);
    }
    step_.clear();
  }

  StateMachinePtr machine_;
  Payload input_;
  Keep keep_;
  TimePoint now_ = std::chrono::sys_days{std::chrono::January / 1 / 2030};
  Step step_;
  Execution execution_;
  History history_;
  std::vector<AttemptId> tasks_;
  std::vector<SetTimer> timers_;
};

// ---- cost per visit

void measure(benchmark::State& state, Surroundings surroundings, std::size_t visits) {
  surroundings.run();
  if (!std::holds_alternative<Succeeded>(surroundings.execution().status) && visits > 1)
    return state.SkipWithError("the execution did not succeed");
  const auto before = bench::allocations().count;
  for (auto _ : state) surroundings.run();
  const auto allocated = bench::allocations().count - before;
  const auto all_visits = static_cast<double>(visits * state.iterations());
  state.counters["visit"] = benchmark::Counter(all_visits, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["allocations/visit"] = static_cast<double>(allocated) / all_visits;
}

Keep keep(const benchmark::State& state) { return state.range(0) == 0 ? Keep::Nothing : Keep::History; }

void chain(benchmark::State& state, std::string_view segment, Payload (*input)()) {
  measure(state, {chain_of(segment, visits_per_execution), input(), keep(state)}, visits_per_execution);
}

void one_state(benchmark::State& state, std::string_view definition) {
  measure(state, {machine_from(std::string(definition)), order(), keep(state)}, 1);
}

#define EACH_KEEP ArgName("history")->Arg(0)->Arg(1)
#define CHAIN(name, segment, input) BENCHMARK_CAPTURE(chain, name, segment, input)->EACH_KEEP
#define EXECUTION(name, definition) BENCHMARK_CAPTURE(one_state, name, definition)->EACH_KEEP

CHAIN(pass, pass, order);
CHAIN(pass_of_64_KiB, pass, large_order);
CHAIN(pass_with_template, pass_with_template, order);
CHAIN(lambda_task, lambda_task, order);
CHAIN(activity_task_with_timers, activity_task, order);
CHAIN(wait, wait, order);
CHAIN(choice_of_1, choice_of_1, order);
CHAIN(choice_of_10, choice_of_10, order);
CHAIN(parallel_of_2_passes, parallel_of_2, order);
CHAIN(inline_map_of_10_passes, map_of_10, order);
EXECUTION(succeed, R"({"StartAt":"S","States":{"S":{"Type":"Succeed"}}})");
EXECUTION(fail, R"({"StartAt":"S","States":{"S":{"Type":"Fail","Error":"E","Cause":"because"}}})");

// ---- memory over time

/// Compares the live bytes after so many rounds of something and after ten times as many.
template <class Round>
void check_level(bench::Session& session, const std::string& of_what, int early_rounds, Round round) {
  int rounds = 0;
  const auto after = [&](int wanted) {
    for (; rounds < wanted; ++rounds) round();
    return bench::allocations();
  };
  const auto early = after(early_rounds);
  const auto late = after(10 * early_rounds);
  session.check("live bytes stay level: " + of_what,
                static_cast<double>(late.live_bytes) <= 1.01 * static_cast<double>(early.live_bytes));
  session.sample("allocations each, " + of_what,
                 "",
                 bench::Better::Less,
                 static_cast<double>(late.count - early.count) / (9 * early_rounds));
}

void check_executions(bench::Session& session, const std::string& of_what, Keep keep) {
  Surroundings surroundings(every_type(), order(), keep);
  check_level(session, of_what, 1'000, [&] { surroundings.run(); });
}

/// Each round is two transitions and four events; 25,000 events would end it.
void check_one_execution(bench::Session& session, const std::string& of_what) {
  Surroundings surroundings(machine_from(R"({"StartAt":"Wait","States":{
          "Wait":{"Type":"Wait","Seconds":1,"Next":"Again?"},
          "Again?":{"Type":"Choice","Choices":[{"Variable":"$.id","IsPresent":true,"Next":"Wait"}],"Default":"End"},
          "End":{"Type":"Succeed"}}})"),
                            order(),
                            Keep::Nothing);
  surroundings.begin();
  check_level(session, of_what, 600, [&] { surroundings.go_on(); });
  session.check("one execution still runs after 6,000 rounds", surroundings.execution().running());
}

void check_memory(bench::Session& session) {
  check_executions(session, "executions through every type of state, no history", Keep::Nothing);
  check_executions(session, "executions through every type of state, the last one's history kept", Keep::History);
  check_one_execution(session, "rounds of Wait and Choice in one execution, no history");
}

}  // namespace

int main(int argc, char** argv) {
  return stepstorm::bench::run_micro(argc,
                                     argv,
                                     "transitions",
                                     "What a transition costs, in time and in allocations, by type of state.",
                                     0.05,
                                     check_memory);
}
