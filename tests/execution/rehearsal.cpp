#include "tests/execution/rehearsal.hpp"

#include <stdexcept>

namespace stepstorm::execution {
namespace {

const TimePoint opening = std::chrono::sys_days{std::chrono::January / 1 / 2030};

class Stage {
 public:
  Stage(Performance& performance, Script& script) : performance_(performance), script_(script) {
    step_.keep_frontier = true;
  }

  void at(TimePoint when, Notice notice) { due_.emplace(std::pair{when, order_++}, std::move(notice)); }

  void begin() {
    start(performance_.execution, opening, step_);
    carry_out(opening);
  }

  void redrive(TimePoint when) {
    if (!step(performance_.execution, RedriveRequested{}, when, step_)) throw std::logic_error("it cannot be redriven");
    carry_out(when);
  }

  void play() {
    while (!due_.empty() && performance_.execution.running()) {
      auto [when, notice] = std::pair{due_.begin()->first.first, std::move(due_.begin()->second)};
      due_.erase(due_.begin());
      step(performance_.execution, notice, when, step_);
      carry_out(when);
    }
  }

 private:
  void carry_out(TimePoint now) {
    for (auto& event : step_.events) performance_.history.push_back(std::move(event));
    for (const Command& command : step_.commands) {
      if (const auto* task = std::get_if<RunTask>(&command)) answer(*task, now);
      if (const auto* timer = std::get_if<SetTimer>(&command)) at(timer->at, TimerFired{timer->timer});
    }
    step_.clear();
  }

  void answer(const RunTask& task, TimePoint now) {
    performance_.tasks.push_back(task);
    auto& answers = script_[performance_.execution.machine().states[task.state].name];
    if (answers.empty()) return;
    const Answer answer = answers.front();
    if (answers.size() > 1) answers.pop_front();
    if (answer.submitted) at(now, TaskSubmitted{task.attempt, Payload{*answer.submitted}});
    if (answer.returns) at(now + answer.after, TaskSucceeded{task.attempt, Payload{*answer.returns}});
    if (answer.throws) at(now + answer.after, TaskFailed{task.attempt, answer.throws->error, answer.throws->cause});
  }

  Performance& performance_;
  Script& script_;
  Step step_;
  std::map<std::pair<TimePoint, int>, Notice> due_;
  int order_ = 0;
};

}  // namespace

StateMachinePtr machine_from(const std::string& definition) {
  auto compiled = asl::compile(definition);
  if (!compiled.machine) throw std::runtime_error(asl::render(compiled.findings.front(), "definition"));
  return create_state_machine("machine", compiled.machine);
}

Performance rehearse(const std::string& definition,
                     const Json& input,
                     Script script,
                     std::vector<std::pair<std::chrono::nanoseconds, Notice>> during,
                     std::uint64_t seed) {
  return rehearse(machine_from(definition), input, std::move(script), std::move(during), seed);
}

Performance rehearse(StateMachinePtr state_machine,
                     const Json& input,
                     Script script,
                     std::vector<std::pair<std::chrono::nanoseconds, Notice>> during,
                     std::uint64_t seed) {
  Performance performance;
  performance.execution.state_machine = std::move(state_machine);
  performance.execution.given_name = std::make_unique<const std::string>("rehearsal");
  performance.execution.input = Payload{input};
  performance.execution.random = world::Stream::named(seed, "executions");
  Stage stage{performance, script};
  stage.begin();
  for (auto& [when, notice] : during) stage.at(opening + when, std::move(notice));
  stage.play();
  return performance;
}

Performance redrive(Performance performance, std::chrono::nanoseconds at, Script script) {
  Stage stage{performance, script};
  stage.redrive(opening + at);
  stage.play();
  return performance;
}

}  // namespace stepstorm::execution
