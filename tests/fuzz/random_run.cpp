#include "tests/fuzz/random_run.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "execution/frontier.hpp"
#include "tests/fuzz/demand.hpp"
#include "tests/fuzz/random_definition.hpp"
#include "values/overload.hpp"

namespace stepstorm::fuzz {
namespace {

using namespace execution;
using namespace std::string_view_literals;

constexpr int notices_max = 400;
const TimePoint opening = std::chrono::sys_days{std::chrono::January / 1 / 2030};

constexpr std::array object_texts = {R"([{"a":1},2,"x"])"sv,
                                     R"({"items":[1,[2]],"a":[[3]]})"sv,
                                     "a,b\n1,2\n3,4\n"sv,
                                     "{\"a\":1}\n{\"a\":2}\n"sv,
                                     R"({"not":"a list"})"sv,
                                     "\"unclosed\n\n,,"sv,
                                     R"({"fileSchema":"Bucket, Key","files":[{"key":"k"}]})"sv};

class Stage {
 public:
  Stage(RandomRun& run, ByteSource& bytes, bool keep_events) : run_(run), bytes_(bytes) {
    step_.keep_events = keep_events;
    step_.keep_frontier = true;
  }

  void play() {
    start(run_.execution, now_, step_);
    carry_out();
    for (int told = 0; play_on(told);) redrive();
  }

 private:
  struct Task {
    AttemptId attempt;
    bool started = false;  // told so, which happens once
    bool submitted = false;
  };
  using Request = std::variant<ReadObject, ListObjects, WriteObjects>;

  /// To the execution's end. Whether it is to be redriven then.
  bool play_on(int& told) {
    for (; run_.execution.running(); ++told) {
      if (told >= notices_max)
        tell(StopRequested{"E1", "the fuzzer has had enough"});
      else
        go_on();
    }
    demand(tasks_.empty(), "tasks that nobody waits for are abandoned");
    demand(!step(run_.execution, StopRequested{}, now_, step_) && step_.events.empty(), "an end is final");
    const bool in_time = now_ < after(run_.execution.started_at, standard_duration_max);
    return told < notices_max && in_time && !bytes_.empty() && bytes_.one_in(2) && has_frontier(run_.execution);
  }

  void redrive() {
    timers_.clear();
    requests_.clear();
    children_.clear();
    const auto redrives = run_.execution.redrives;
    tell(RedriveRequested{});
    demand(run_.execution.redrives == redrives + 1, "what has a frontier can be redriven");
  }

  // ---- what the execution asks for

  void carry_out() {
    for (auto& event : step_.events) run_.history.push_back(std::move(event));
    for (const Command& command : step_.commands) std::visit([this](const auto& asked) { note(asked); }, command);
    step_.clear();
  }

  void note(const RunTask& task) { tasks_.push_back({task.attempt}); }
  void note(const AbandonTask& abandoned) {
    demand(std::erase_if(tasks_, [&](const Task& task) { return task.attempt == abandoned.attempt; }) == 1,
           "what is abandoned was asked for");
  }
  void note(const SetTimer& timer) { timers_.insert_or_assign(timer.timer.scope, timer); }
  void note(const CancelTimer& timer) { timers_.erase(timer.scope); }
  void note(const Pause&) { demand(false, "nothing is put off where nothing bounds the work of a step"); }
  void note(const ReadObject& request) { requests_.emplace_back(request); }
  void note(const ListObjects& request) { requests_.emplace_back(request); }
  void note(const WriteObjects& request) { requests_.emplace_back(request); }
  void note(const StartChild& child) { children_.push_back(child); }
  void note(const RedriveChild& child) { children_.push_back({child.attempt, child.index, {}, {}, child.map_run, 1}); }
  void note(const ReportMapRun&) {}
  void note(const AbandonChildren& abandoned) {
    std::erase_if(children_, [&](const StartChild& child) { return child.attempt == abandoned.attempt; });
  }

  // ---- what it is told

  void go_on() {
    switch (bytes_.below(12)) {
      case 8: return tell_stale();
      case 9: return tell_more_of_a_task();
      case 10: return fire_timer();
      case 11:
        if (bytes_.one_in(16)) return tell(StopRequested{"E1", std::nullopt});
        break;
      default: break;
    }
    answer_something();
  }

  void answer_something() {
    if (!tasks_.empty()) return answer_task();
    if (!children_.empty()) return answer_child();
    if (!requests_.empty()) return answer_request();
    demand(!timers_.empty(), "a running execution waits for something");
    fire_timer();
  }

  void answer_task() {
    const AttemptId attempt = take(tasks_).attempt;
    if (!bytes_.one_in(3)) return tell(TaskSucceeded{attempt, Payload{random_payload(bytes_)}});
    tell(TaskFailed{attempt, random_error_name(bytes_), "because", static_cast<TaskPhase>(bytes_.below(4))});
  }

  void answer_child() {
    const StartChild child = take(children_);
    ChildEnded ended{child.attempt, child.index, Succeeded{child.input}, "arn:child", now_, now_};
    if (child.state_machine && bytes_.one_in(2)) {
      const auto run = run_at_random(child.state_machine, child.input, bytes_, false);
      ended.status = run.execution.status;
    }
    tell(ended);
  }

  void answer_request() {
    const Request request = take(requests_);
    std::visit(Overload{[this](const ReadObject& read) { tell_text_of(read); },
                        [this](const ListObjects& list) {
                          tell(ObjectsListed{list.attempt, {{"x/1", "etag", 0, 1}, {"x/2", "etag", 0, 2}}});
                        },
                        [this](const WriteObjects& write) {
                          if (bytes_.one_in(4)) return tell(StoreFailed{write.attempt, "no such bucket"});
                          tell(ObjectsWritten{write.attempt});
                        }},
               request);
  }

  void tell_text_of(const ReadObject& read) {
    if (bytes_.one_in(6)) return tell(StoreFailed{read.attempt, "no such key"});
    tell(ObjectRead{read.attempt, std::make_shared<const std::string>(bytes_.pick(object_texts))});
  }

  void tell_more_of_a_task() {
    if (tasks_.empty()) return;
    Task& task = tasks_[bytes_.below(std::min<std::size_t>(tasks_.size(), 256))];
    switch (bytes_.below(3)) {
      case 0: return tell(TaskHeartbeat{task.attempt});
      case 1:
        if (!std::exchange(task.started, true)) tell(TaskStarted{task.attempt, "worker"});
        return;
      default:
        if (!std::exchange(task.submitted, true)) tell(TaskSubmitted{task.attempt, Payload{random_payload(bytes_)}});
    }
  }

  void fire_timer() {
    if (timers_.empty()) return;
    const auto due = std::min_element(timers_.begin(), timers_.end(), [](const auto& left, const auto& right) {
      return left.second.at < right.second.at;
    });
    const SetTimer timer = due->second;
    timers_.erase(due);
    now_ = std::max(now_, timer.at);
    tell(TimerFired{timer.timer});
  }

  /// An attempt that is over, or that never was.
  void tell_stale() {
    const AttemptId attempt{ScopeSlot{static_cast<std::uint32_t>(bytes_.below(20))},
                            static_cast<std::uint32_t>(bytes_.below(256))};
    const auto& scopes = run_.execution.scopes;
    if (attempt.epoch != 0 && scopes.contains(attempt.scope) && scopes[attempt.scope].epoch == attempt.epoch) return;
    const std::array<Notice, 8> notices = {TaskSucceeded{attempt, Payload{}},
                                           TaskFailed{attempt, "E1", std::nullopt},
                                           TaskStarted{attempt, "w"},
                                           TaskSubmitted{attempt, Payload{}},
                                           TaskHeartbeat{attempt},
                                           TimerFired{attempt},
                                           ObjectRead{attempt, std::make_shared<const std::string>("[]")},
                                           ChildEnded{.attempt = attempt, .status = Aborted{}}};
    const auto events = run_.execution.events;
    const auto epoch = run_.execution.next_epoch;
    demand(!step(run_.execution, bytes_.pick(notices), now_, step_), "what is over cannot be told anything");
    demand(step_.events.empty() && step_.commands.empty(), "a stale notice has no consequences");
    demand(run_.execution.events == events && run_.execution.next_epoch == epoch, "a stale notice changes nothing");
  }

  void tell(const Notice& notice) {
    step(run_.execution, notice, now_, step_);
    carry_out();
  }

  /// One of them, chosen by the bytes.
  template <class T>
  T take(std::vector<T>& from) {
    const auto at = from.begin() + static_cast<std::ptrdiff_t>(bytes_.below(std::min<std::size_t>(from.size(), 256)));
    T taken = std::move(*at);
    from.erase(at);
    return taken;
  }

  RandomRun& run_;
  ByteSource& bytes_;
  Step step_;
  TimePoint now_ = opening;
  std::vector<Task> tasks_;
  std::map<ScopeSlot, SetTimer> timers_;
  std::vector<Request> requests_;
  std::vector<StartChild> children_;
};

}  // namespace

RandomRun run_at_random(StateMachinePtr state_machine, Payload input, ByteSource& bytes, bool keep_events) {
  RandomRun run;
  run.execution.state_machine = std::move(state_machine);
  run.execution.given_name = std::make_unique<const std::string>("fuzz");
  run.execution.input = std::move(input);
  run.execution.random = world::Stream::named(bytes.byte(), "executions");
  Stage(run, bytes, keep_events).play();
  return run;
}

}  // namespace stepstorm::fuzz
