#include "execution/grammar/event_rules.hpp"

#include <array>
#include <type_traits>
#include <variant>

#include "asl/resource.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

// ---- which alternative of EventDetails

constexpr std::size_t nothing = 0, data = 1, exit_data = 2, schedule = 3, worker = 4, failure = 5, count = 6,
                      map_run = 7, evaluation = 8;
static_assert(std::variant_size_v<EventDetails> == evaluation + 1);
static_assert(std::is_same_v<std::variant_alternative_t<failure, EventDetails>, Failure>);
static_assert(std::is_same_v<std::variant_alternative_t<count, EventDetails>, Count>);

constexpr Set all = static_cast<Set>(~0u);
constexpr Set none = 0;
constexpr Set lambda = set_of(Kind::Lambda);
constexpr Set activity = set_of(Kind::Activity);
constexpr Set service = set_of(Kind::Service, Kind::Job);
constexpr Set job = set_of(Kind::Job);
constexpr Set parallel = set_of(Kind::Parallel);
constexpr Set inline_map = set_of(Kind::InlineMap);
constexpr Set distributed = set_of(Kind::DistributedMap);
constexpr Set any_map = inline_map | distributed;

constexpr Set begins = set_of(Phase::Entered, Phase::BackingOff, Phase::Revived);
constexpr Set rejoins = set_of(Phase::Rejoining);
constexpr Set running = set_of(Phase::Running);
constexpr Set open = set_of(Phase::Running, Phase::Submitted);
constexpr Set taken_or_not = set_of(Phase::Queued, Phase::Running);  // who has a task token may answer
constexpr Set leaves = set_of(Phase::Waiting, Phase::Worked, Phase::Caught, Phase::RevivedWorked);

using enum EventType;

// Of two possible events, messages name the one that is higher up in the table.
constexpr std::array<EventRule, event_types> rules = {{
    // type                        kinds        from                       to                 effect         details
    {ExecutionStarted, none, none, Phase::Closed, Effect::None, data},
    {ExecutionSucceeded, none, none, Phase::Closed, Effect::None, data},
    {ExecutionFailed, none, none, Phase::Closed, Effect::None, failure},
    {ExecutionAborted, none, none, Phase::Closed, Effect::None, failure},
    {ExecutionTimedOut, none, none, Phase::Closed, Effect::None, failure},
    {StateEntered, all, set_of(Phase::Arriving), Phase::Entered, Effect::Enter, data},
    {StateExited, all, leaves, Phase::Arriving, Effect::Leave, exit_data},
    {StateAborted, all, none, Phase::Closed, Effect::None, nothing},
    {LambdaFunctionScheduled, lambda, begins, Phase::Scheduled, Effect::Schedule, schedule},
    {LambdaFunctionStarted, lambda, set_of(Phase::Scheduled), Phase::Running, Effect::Start, nothing},
    {LambdaFunctionSucceeded, lambda, running, Phase::Worked, Effect::None, data},
    {LambdaFunctionFailed, lambda, running, Phase::Failed, Effect::Fail, failure},
    {LambdaFunctionScheduleFailed, lambda, running, Phase::Failed, Effect::Fail, failure},
    {LambdaFunctionStartFailed, lambda, running, Phase::Failed, Effect::Fail, failure},
    {LambdaFunctionTimedOut, lambda, running, Phase::Failed, Effect::TimeOut, failure},
    {ActivityScheduled, activity, begins, Phase::Queued, Effect::Schedule, schedule},
    {ActivityStarted, activity, set_of(Phase::Queued), Phase::Running, Effect::Start, worker},
    {ActivitySucceeded, activity, taken_or_not, Phase::Worked, Effect::None, data},
    {ActivityFailed, activity, taken_or_not, Phase::Failed, Effect::Fail, failure},
    {ActivityScheduleFailed, activity, taken_or_not, Phase::Failed, Effect::Fail, failure},
    {ActivityTimedOut, activity, taken_or_not, Phase::Failed, Effect::TimeOut, failure},
    {TaskScheduled, service, begins, Phase::Scheduled, Effect::Schedule, schedule},
    {TaskStarted, service, set_of(Phase::Scheduled), Phase::Running, Effect::Start, nothing},
    {TaskSubmitted, job, running, Phase::Submitted, Effect::None, data},
    {TaskSucceeded, service, open, Phase::Worked, Effect::None, data},
    {TaskFailed, service, open, Phase::Failed, Effect::Fail, failure},
    {TaskStartFailed, service, open, Phase::Failed, Effect::Fail, failure},
    {TaskSubmitFailed, service, open, Phase::Failed, Effect::Fail, failure},
    {TaskTimedOut, service, open, Phase::Failed, Effect::TimeOut, failure},
    {ParallelStateStarted, parallel, begins, Phase::Children, Effect::OpenBranches, nothing},
    {ParallelStateSucceeded, parallel, rejoins, Phase::Worked, Effect::Rejoin, nothing},
    {ParallelStateFailed, parallel, none, Phase::Closed, Effect::None, nothing},
    {MapStateStarted, any_map, begins, Phase::Children, Effect::OpenMap, count},
    {MapStateSucceeded, any_map, rejoins, Phase::Worked, Effect::Rejoin, nothing},
    {MapStateFailed, any_map, none, Phase::Closed, Effect::None, nothing},
    {MapIterationStarted, inline_map, set_of(Phase::Children), Phase::Children, Effect::Iterate, count},
    {MapIterationSucceeded, inline_map, none, Phase::Closed, Effect::None, count},
    {MapIterationFailed, inline_map, none, Phase::Closed, Effect::None, count},
    {MapIterationAborted, inline_map, none, Phase::Closed, Effect::None, count},
    {MapRunStarted, distributed, set_of(Phase::MapOpened), Phase::MapRunning, Effect::StartMapRun, map_run},
    {MapRunSucceeded, distributed, set_of(Phase::MapRunning), Phase::Worked, Effect::EndMapRun, nothing},
    {MapRunFailed, distributed, set_of(Phase::MapRunning), Phase::Failed, Effect::Fail, failure},
    {EvaluationFailed, all, none, Phase::Failed, Effect::None, evaluation},
    {ExecutionRedriven, none, none, Phase::Closed, Effect::None, count},
    {MapRunRedriven, distributed, set_of(Phase::Revived), Phase::MapRunning, Effect::RedriveMapRun, map_run},
}};

constexpr bool in_order_of_types() {
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (static_cast<std::size_t>(rules[i].type) != i) return false;
  return true;
}
static_assert(in_order_of_types());

Kind kind_of(const asl::Resource& resource) {
  return std::visit(
      Overload{[](const asl::LambdaResource&) { return Kind::Lambda; },
               [](const asl::ActivityResource&) { return Kind::Activity; },
               [&](const asl::ServiceResource&) { return asl::has_submission(resource) ? Kind::Job : Kind::Service; }},
      resource.kind);
}

}  // namespace

const EventRule& rule_of(EventType type) { return rules[static_cast<std::size_t>(type)]; }

Kind kind_of(const asl::State& state) {
  return std::visit(Overload{[](const asl::TaskState& task) { return kind_of(task.resource); },
                             [](const asl::PassState&) { return Kind::Instant; },
                             [](const asl::ChoiceState&) { return Kind::Instant; },
                             [](const asl::WaitState&) { return Kind::Wait; },
                             [](const asl::SucceedState&) { return Kind::Instant; },
                             [](const asl::FailState&) { return Kind::Fail; },
                             [](const asl::ParallelState&) { return Kind::Parallel; },
                             [](const asl::MapState& map) {
                               return map.mode == asl::ProcessorMode::DISTRIBUTED ? Kind::DistributedMap
                                                                                  : Kind::InlineMap;
                             }},
                    state.detail);
}

bool shows_abortion(Kind kind) { return kind != Kind::Instant && kind != Kind::Fail; }

bool is_busy(Phase phase) {
  return contains(set_of(Phase::Entered, Phase::Worked, Phase::Caught, Phase::MapOpened), phase);
}

bool is_unsettled(Phase phase) {
  return is_busy(phase) || is_revived(phase) || phase == Phase::Arriving || phase == Phase::Scheduled;
}

bool is_revived(Phase phase) { return contains(set_of(Phase::Revived, Phase::RevivedWorked, Phase::Rejoining), phase); }

}  // namespace stepstorm::execution
