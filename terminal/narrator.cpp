#include "terminal/narrator.hpp"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <utility>

#include "execution/result.hpp"
#include "values/overload.hpp"
#include "values/words.hpp"

namespace stepstorm::terminal {
namespace {

using execution::EventType;
using execution::HistoryEvent;

constexpr std::size_t time_columns = 9;
constexpr std::size_t name_columns_max = 32;

// ---- what kind of event

bool is_scheduled(EventType type) {
  return type == EventType::LambdaFunctionScheduled || type == EventType::ActivityScheduled ||
         type == EventType::TaskScheduled;
}

bool is_timeout(EventType type) {
  return type == EventType::LambdaFunctionTimedOut || type == EventType::ActivityTimedOut ||
         type == EventType::TaskTimedOut;
}

bool is_task_failure(EventType type) {
  switch (type) {
    case EventType::LambdaFunctionFailed:
    case EventType::LambdaFunctionScheduleFailed:
    case EventType::LambdaFunctionStartFailed:
    case EventType::ActivityFailed:
    case EventType::ActivityScheduleFailed:
    case EventType::TaskFailed:
    case EventType::TaskStartFailed:
    case EventType::TaskSubmitFailed: return true;
    default: return is_timeout(type);
  }
}

bool is_nested_failure(EventType type) {
  return type == EventType::ParallelStateFailed || type == EventType::MapStateFailed;
}

template <class Detail>
bool is(const asl::State& state) {
  return std::holds_alternative<Detail>(state.detail);
}

// ---- names

const asl::State* owner_of(const asl::Machine& machine, const asl::State& state) {
  const auto owner = machine.scope(state.scope).owner;
  return owner ? &machine.states[*owner] : nullptr;
}

std::size_t indent_of(const asl::Machine& machine, const asl::State& state) {
  const asl::State* owner = owner_of(machine, state);
  return owner != nullptr ? 2 + indent_of(machine, *owner) : 0;
}

/// Returns the width of the state's name as name_of shows it, with an iteration number of one digit.
std::size_t columns_for(const asl::Machine& machine, const asl::State& state) {
  const asl::State* owner = owner_of(machine, state);
  const std::size_t iteration = owner != nullptr && is<asl::MapState>(*owner) ? 4 : 0;
  return indent_of(machine, state) + columns_of(state.name) + iteration;
}

/// Returns the width of the widest name of all states, at any depth.
std::size_t widest_name(const asl::Machine& machine) {
  std::size_t widest = 0;
  for (const asl::State& state : machine.states) widest = std::max(widest, columns_for(machine, state));
  return widest;
}

/// Indentation of the states of executions started by states:startExecution.
constexpr std::size_t nested_columns = 4;

std::string numbered(const std::string& name, std::uint32_t number) {
  return name + " [" + std::to_string(number) + ']';
}

/// Returns the readable part of a cause: a Lambda function's cause is JSON text around the message.
std::string message_of(const std::string& cause) {
  const auto document = parse_json(cause);
  if (!document || !document->is_object()) return cause;
  const auto message = document->find("errorMessage");
  return message != document->end() && message->is_string() ? message->get<std::string>() : cause;
}

std::string reason_of(const HistoryEvent& event) {
  if (is_timeout(event.type)) return "no answer in time";
  const auto* reason = execution::error_in(event.details);
  return reason && reason->cause ? message_of(*reason->cause) : std::string{};
}

std::string error_of(const HistoryEvent& event) {
  const auto* reason = execution::error_in(event.details);
  return reason ? reason->error.value_or("an error without a name") : std::string{};
}

/// Returns the words and the remaining time.
std::string left(std::string_view words, TimePoint until, TimePoint now) {
  return std::string(words) + in_words(std::max(until - now, std::chrono::nanoseconds::zero()));
}

}  // namespace

Narrator::Narrator(execution::StateMachinePtr state_machine, const Terminal& terminal)
    : state_machine_(std::move(state_machine)),
      terminal_(terminal),
      name_columns_(std::min(widest_name(*state_machine_->machine), name_columns_max)) {}

// ---- told from outside

std::vector<std::string> Narrator::tell(const launch::Recorded& recorded) {
  if (started_at_ == TimePoint{}) started_at_ = recorded.events.front().at;
  Course& course = course_of(recorded);
  for (const HistoryEvent& event : recorded.events) tell(course, event);
  for (const launch::Pause& pause : recorded.pauses) tell(course, pause);
  return std::exchange(lines_, {});
}

/// Creates the course at an execution's first notification.
Narrator::Course& Narrator::course_of(const launch::Recorded& recorded) {
  const auto known = courses_.find(recorded.execution);
  if (known != courses_.end()) return known->second;
  const auto& owner = recorded.state_machine ? recorded.state_machine : state_machine_;
  const auto role = started_.empty()                    ? Course::Role::Watched
                    : owner->root == asl::machine_scope ? Course::Role::Nested
                                                        : Course::Role::MapChild;
  Course& course = courses_.try_emplace(recorded.execution, role, started_[owner]++, owner).first->second;
  if (role == Course::Role::Nested) {
    const std::size_t widest = std::max(columns_of(heading_of(course)), nested_columns + widest_name(*owner->machine));
    name_columns_ = std::max(name_columns_, std::min(widest, name_columns_max));
    say(recorded.events.front().at, Ink::Accent, "▸", heading_of(course), "execution starts");
  }
  return course;
}

/// Also reports the failure of a nested execution, since a state that does not wait for it does not.
std::vector<std::string> Narrator::tell(const launch::Ended& ended) {
  const execution::Execution& execution = ended.ended.execution;
  const auto course = courses_.find(execution.id);
  if (course == courses_.end()) return {};
  if (course->second.role == Course::Role::Nested && !std::holds_alternative<execution::Succeeded>(execution.status)) {
    const auto reason = execution::reason_of(execution.status);
    say(execution.ended_at,
        Ink::Bad,
        "✗",
        heading_of(course->second),
        "execution " + std::string(execution::status_name(execution.status)) +
            (reason.error ? ": " + *reason.error : std::string{}));
  }
  courses_.erase(course);
  return std::exchange(lines_, {});
}

std::vector<std::string> Narrator::tell(const launch::WorkerIsDown& down) {
  down_workers_[down.worker] = down.at;
  say(down.at, Ink::Notice, "!", down.worker, "this worker died: " + down.reason);
  return std::exchange(lines_, {});
}

std::vector<std::string> Narrator::tell(const launch::WorkerIsUp& up) {
  if (const auto down = down_workers_.extract(up.worker))
    say(up.at, Ink::Notice, "↑", up.worker, "its supervisor has restarted it after " + in_words(up.at - down.mapped()));
  return std::exchange(lines_, {});
}

std::vector<std::string> Narrator::tell(const launch::ResourceIsDown& down) {
  say(down.at, Ink::Bad, "!", down.resource, "its supervisor has given up: " + down.cause);
  return std::exchange(lines_, {});
}

std::vector<std::string> Narrator::tell(const launch::ResourceIsRestored& restored) {
  say(restored.at, Ink::Notice, "↑", restored.resource, "its supervisor tries again");
  return std::exchange(lines_, {});
}

// ---- events

void Narrator::tell(Course& course, const HistoryEvent& event) {
  const auto visit = course.visits.follow(event);
  if (!visit) return;
  if (event.type == EventType::StateEntered) entered(course, *visit, event.at);
  if (event.type == EventType::StateExited) exited(course, *visit, event.at);
  if (is_scheduled(event.type)) scheduled(course, *visit, event);
  if (is_task_failure(event.type)) failed(course, *visit, event);
  if (event.type == EventType::EvaluationFailed) not_evaluated(course, *visit, event);
  if (is_nested_failure(event.type)) course.progress[*visit].error = "what failed inside";
  if (event.type == EventType::ParallelStateStarted) {
    const auto& parallel = std::get<asl::ParallelState>(course.visits.state(*visit).detail);
    say(event.at, Ink::Accent, "▸", name_of(course, *visit), "starts " + counted(parallel.branches.size(), "branch"));
  }
  if (event.type == EventType::MapStateStarted) {
    const auto& map = std::get<asl::MapState>(course.visits.state(*visit).detail);
    const std::uint32_t items = std::get<execution::Count>(event.details).value;
    say(event.at,
        Ink::Accent,
        "▸",
        name_of(course, *visit),
        map.item_reader ? "reads its items" : "starts on " + counted(items, "item"));
  }
}

void Narrator::entered(Course& course, execution::VisitIndex visit, TimePoint at) {
  if (const auto previous = course.visits[visit].previous) chosen(course, *previous, visit, at);
  if (is<asl::FailState>(course.visits.state(visit)))
    say(at,
        Ink::Bad,
        "✗",
        name_of(course, visit),
        course.visits[visit].parent            ? "fails its branch"
        : course.role == Course::Role::Watched ? "fails the execution"
                                               : "fails its execution");
}

void Narrator::scheduled(Course& course, execution::VisitIndex visit, const HistoryEvent& event) {
  Progress& progress = course.progress[visit];
  ++progress.attempts;
  progress.attempted_at = event.at;
  progress.error.reset();
  course.busy[visit] = Attempting{event.at, std::get<execution::Schedule>(event.details).terms.timeout_seconds()};
}

void Narrator::failed(Course& course, execution::VisitIndex visit, const HistoryEvent& event) {
  Progress& progress = course.progress[visit];
  progress.error = error_of(event);
  course.busy.erase(visit);
  std::string text = progress.attempts > 1 ? "attempt " + std::to_string(progress.attempts) + ": " : std::string{};
  text += *progress.error + " after " + in_words(event.at - progress.attempted_at);
  if (const std::string reason = reason_of(event); !reason.empty()) text += ": " + reason;
  say(event.at, Ink::Bad, "✗", name_of(course, visit), text);
}

void Narrator::not_evaluated(Course& course, execution::VisitIndex visit, const HistoryEvent& event) {
  const std::string error = error_of(event);
  course.progress[visit].error = error;
  course.busy.erase(visit);
  const std::string cause = reason_of(event);
  const std::size_t place_ends = cause.find("). ");  // the line already names the state
  say(event.at,
      Ink::Bad,
      "✗",
      name_of(course, visit),
      error + ": " + (place_ends == std::string::npos ? cause : cause.substr(place_ends + 3)));
}

void Narrator::exited(Course& course, execution::VisitIndex visit, TimePoint at) {
  const asl::State& state = course.visits.state(visit);
  Progress& progress = course.progress[visit];
  course.busy.erase(visit);
  if (progress.error || is<asl::ChoiceState>(state)) {
    progress.chose = true;
    return;
  }
  const std::string stayed = in_words(at - course.visits[visit].entered_at);
  std::string text;
  if (is<asl::TaskState>(state)) text = in_words(at - progress.attempted_at);
  if (progress.attempts > 1) text += " at attempt " + std::to_string(progress.attempts) + ", " + stayed + " in all";
  if (is<asl::WaitState>(state)) text = "waited " + stayed;
  if (is<asl::ParallelState>(state)) text = "all branches done in " + stayed;
  if (is<asl::MapState>(state)) text = "all items done in " + stayed;
  say(at, Ink::Good, "✓", name_of(course, visit), text);
  course.progress.erase(visit);
}

/// The choice of a Choice state or catcher is known when the next state is entered.
void Narrator::chosen(Course& course, execution::VisitIndex from, execution::VisitIndex to, TimePoint at) {
  const auto progress = course.progress.find(from);
  if (progress == course.progress.end() || !progress->second.chose) return;
  const std::string target = "→ " + course.visits.state(to).name;
  if (const auto& error = progress->second.error)
    say_more(Ink::Notice, "↳", "caught " + *error + " " + target);
  else
    say(at, Ink::Good, "✓", name_of(course, from), target);
  course.progress.erase(progress);
}

// ---- pauses

void Narrator::tell(Course& course, const launch::Pause& pause) {
  const auto visit = course.visits.find(pause.event, pause.state);
  if (!visit) return;
  if (is<asl::WaitState>(course.visits.state(*visit))) {
    course.busy[*visit] = Waiting{pause.until};
    say(pause.since, Ink::Accent, "…", name_of(course, *visit), "waits" + left(" ", pause.until, pause.since));
  } else {
    course.busy[*visit] = BackingOff{pause.until};
    say_more(Ink::Notice, "↻", retry(course, *visit, pause));
  }
}

std::string Narrator::retry(Course& course, execution::VisitIndex visit, const launch::Pause& pause) {
  Progress& progress = course.progress[visit];
  const auto& retriers = course.visits.state(visit).retriers;
  auto& known = progress.retries_by_retrier;
  known.resize(retriers.size());
  const auto taker = std::mismatch(known.begin(), known.end(), pause.retries_by_retrier.begin()).first - known.begin();
  known = pause.retries_by_retrier;
  assert(taker < std::ssize(retriers));
  const auto which = static_cast<std::size_t>(taker);
  std::string text = "retry " + std::to_string(known[which]) + " of " + std::to_string(retriers[which].max_attempts);
  text += left(" in ", pause.until, pause.since);
  return progress.error ? text + " after " + *progress.error : text;
}

std::optional<std::string> Narrator::going_on(TimePoint now) const {
  std::size_t count = 0;
  const Course* latest = nullptr;
  for (const auto& [execution, course] : courses_) {
    if (!course.busy.empty()) latest = &course;
    count += course.busy.size();
  }
  if (!latest) return std::nullopt;
  const auto& [visit, busy] = *latest->busy.rbegin();
  std::string text =
      std::visit(Overload{[&](const Attempting& attempting) {
                            std::string words = "working for " + in_words(now - attempting.since);
                            if (attempting.timeout_seconds)
                              words += " of at most " + in_words(std::chrono::seconds(*attempting.timeout_seconds));
                            return words;
                          },
                          [&](const Waiting& waiting) { return "waits" + left(" another ", waiting.until, now); },
                          [&](const BackingOff& pause) { return "tries again" + left(" in ", pause.until, now); }},
                 busy);
  if (count > 1) text += ", and " + std::to_string(count - 1) + " more";
  return line(time_of(now), Ink::Dim, "…", name_of(*latest, visit), text);
}

// ---- lines

void Narrator::say(TimePoint at, Ink ink, std::string_view mark, std::string_view name, std::string_view text) {
  lines_.push_back(line(time_of(at), ink, mark, name, text));
}

void Narrator::say_more(Ink ink, std::string_view mark, std::string_view text) {
  lines_.push_back(line("", ink, mark, "", text));
}

std::string Narrator::line(
    std::string_view time, Ink ink, std::string_view mark, std::string_view name, std::string_view text) const {
  const std::string shown_name = shortened(name, name_columns_);
  const std::size_t used = time_columns + 2 + columns_of(mark) + 1 + name_columns_ + 2;
  const std::string shown_text = shortened(text, terminal_.columns - std::min(terminal_.columns, used));
  std::string whole =
      paint(terminal_,
            Ink::Dim,
            std::string(time_columns - std::min(time_columns, columns_of(time)), ' ') + std::string(time)) +
      "  " + paint(terminal_, ink, mark) + ' ' +
      paint(terminal_, Ink::Bold, padded(shown_name, shown_text.empty() ? 0 : name_columns_));
  return shown_text.empty() ? whole : whole + "  " + shown_text;
}

std::string Narrator::name_of(const Course& course, execution::VisitIndex visit) {
  const asl::State& state = course.visits.state(visit);
  const std::size_t nested = course.role == Course::Role::Nested ? nested_columns : 0;
  std::string name = std::string(nested + indent_of(*course.state_machine->machine, state), ' ') + state.name;
  if (course.role == Course::Role::MapChild) name = numbered(name, course.number);
  const auto iteration = course.visits[visit].iteration;
  return iteration ? numbered(name, *iteration) : name;
}

/// Returns the heading of an execution that another one has started.
std::string Narrator::heading_of(const Course& course) {
  const std::string name = "  " + course.state_machine->name;
  return course.number > 0 ? numbered(name, course.number) : name;
}

std::string Narrator::time_of(TimePoint at) const {
  const auto since = at - started_at_;
  if (since >= std::chrono::hours{1}) return in_words(since);
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", std::chrono::duration<double>(since).count());
  return text;
}

}  // namespace stepstorm::terminal
