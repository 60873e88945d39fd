// What the service takes is taken, and runs: every definition of valid_definition compiles without an error, from JSON
// as from YAML, and its execution ends as its own Fail states and its tasks say.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <string>
#include <variant>

#include "asl/compile.hpp"
#include "execution/result.hpp"
#include "execution/step.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/fuzz/valid_definition.hpp"
#include "values/overload.hpp"

namespace {

using namespace stepstorm;
using namespace stepstorm::execution;
using fuzz::ByteSource;

const TimePoint opening = std::chrono::sys_days{std::chrono::January / 1 / 2030};

/// Answers what an execution asks for, at once and well; now and then, a task fails.
class Service {
 public:
  Service(StateMachinePtr state_machine, Payload input, ByteSource& bytes) : bytes_(bytes) {
    execution_.state_machine = std::move(state_machine);
    execution_.given_name = std::make_unique<const std::string>("valid");
    execution_.input = std::move(input);
    execution_.random = world::Stream::named(1, "executions");
    step_.keep_events = false;
  }

  Execution run() {
    start(execution_, now_, step_);
    for (carry_out(); execution_.running(); carry_out()) {
      if (!notices_.empty()) {
        const Notice notice = std::move(notices_.front());
        notices_.pop_front();
        step(execution_, notice, now_, step_);
      } else {
        fire_timer();
      }
    }
    return std::move(execution_);
  }

 private:
  void carry_out() {
    for (const Command& command : step_.commands) std::visit([this](const auto& asked) { answer(asked); }, command);
    step_.clear();
  }

  void answer(const RunTask& task) {
    if (bytes_.one_in(5))
      notices_.push_back(TaskFailed{task.attempt, "E1", "because", TaskPhase::Run});
    else
      notices_.push_back(TaskSucceeded{task.attempt, Payload{fuzz::promised_payload()}});
  }
  void answer(const AbandonTask&) {}
  void answer(const Pause&) { notices_.push_back(Resumed{}); }
  void answer(const SetTimer& timer) { timers_.insert_or_assign(timer.timer.scope, timer); }
  void answer(const CancelTimer& timer) { timers_.erase(timer.scope); }
  void answer(const ReadObject& request) {
    static const std::map<std::string, std::string> objects{
        {"JSON", R"([{"x": 1}, 2])"}, {"CSV", "x,y\n1,2\n3,4\n"}, {"JSONL", "{\"x\": 1}\n{\"x\": 2}\n"}};
    notices_.push_back(ObjectRead{request.attempt, std::make_shared<const std::string>(objects.at(request.key))});
  }
  void answer(const ListObjects& request) {
    notices_.push_back(ObjectsListed{request.attempt, {{"x/1", "etag", 0, 1}, {"x/2", "etag", 0, 2}}});
  }
  void answer(const WriteObjects& request) { notices_.push_back(ObjectsWritten{request.attempt}); }
  void answer(const StartChild& child) {
    const Execution ended = Service(child.state_machine, child.input, bytes_).run();
    notices_.push_back(ChildEnded{child.attempt, child.index, ended.status, execution_arn(ended), now_, now_});
  }
  void answer(const AbandonChildren&) {}
  void answer(const RedriveChild&) {}
  void answer(const ReportMapRun&) {}

  void fire_timer() {
    fuzz::demand(!timers_.empty(), "a running execution waits for something");
    const auto due = std::min_element(timers_.begin(), timers_.end(), [](const auto& left, const auto& right) {
      return left.second.at < right.second.at;
    });
    const SetTimer timer = due->second;
    timers_.erase(due);
    now_ = std::max(now_, timer.at);
    step(execution_, TimerFired{timer.timer}, now_, step_);
  }

  Execution execution_;
  ByteSource& bytes_;
  Step step_;
  TimePoint now_ = opening;
  std::deque<Notice> notices_;
  std::map<ScopeSlot, SetTimer> timers_;
};

/// By a task, by a Fail state, or because too many children ended so.
bool is_its_own(const Failed& failed) {
  const std::string error = failed.reason->error.value_or("");
  return !error.starts_with("States.") || error == "States.ExceedToleratedFailureThreshold";
}

void demand_as_the_service(bool holds, const char* what, const std::string& definition, const std::string& found) {
  if (!holds) std::fprintf(stderr, "%s\n%s\n", definition.c_str(), found.c_str());
  fuzz::demand(holds, what);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteSource bytes{std::span(data, size)};
  const auto [definition, type] = fuzz::valid_definition(bytes);
  const std::string text = to_text(definition);
  for (const auto format : {asl::DefinitionFormat::YAML, asl::DefinitionFormat::JSON}) {
    const auto compiled = asl::compile(text, type, format);
    for (const auto& finding : compiled.findings)
      demand_as_the_service(finding.severity == asl::Severity::WARNING,
                            "what the service takes is taken",
                            text,
                            render(finding, "definition"));
    if (format == asl::DefinitionFormat::YAML) continue;
    const Execution ended =
        Service(create_state_machine("valid", compiled.machine), Payload{fuzz::promised_payload()}, bytes).run();
    const auto* failed = std::get_if<Failed>(&ended.status);
    const ErrorOutput reason = reason_of(ended.status);
    demand_as_the_service(
        std::holds_alternative<Succeeded>(ended.status) || (failed && is_its_own(*failed)),
        "an execution fails only as its tasks and Fail states say",
        text,
        std::string(status_name(ended.status)) + ' ' + reason.error.value_or("-") + ": " + reason.cause.value_or("-"));
  }
  return 0;
}
