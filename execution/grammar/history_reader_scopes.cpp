#include <algorithm>

#include "execution/grammar/history_reader.hpp"
#include "values/overload.hpp"

namespace stepstorm::execution {
namespace {

// Source: semantics.md 7.3 (iterations at the same time), 8.7 rule 7 (recordings since then).
constexpr std::uint32_t iterations_at_once_max = 40;
constexpr TimePoint map_exits_follow_the_start_since = std::chrono::sys_days{std::chrono::October / 1 / 2024};

}  // namespace

// ---- entering and leaving

bool HistoryReader::enter(std::uint32_t index, const HistoryEvent& event) {
  RunningScope& place = places_[index];
  if (place.input && !equal(*place.input, std::get<Data>(event.details).payload))
    return refuse("the input of '" + machine_.states[place.state].name + "' to be the output before it");
  place.entered = event.id;
  place.revived_at = TimePoint::max();
  place.before = event.previous;
  place.retries.assign(machine_.states[place.state].retriers.size(), 0);
  close_children(place);
  const Kind entered = kind(place);
  if (entered == Kind::Instant) settle(index, Phase::Worked);
  if (entered == Kind::Wait) wait(index);
  return entered != Kind::Fail || fail_by_itself(index);
}

void HistoryReader::wait(std::uint32_t index) {
  settle(index, Phase::Waiting);
  Window& window = places_[index].window;
  window.from = now_;
  const auto until = [&](TimePoint at) { window = {std::max(at, now_), std::max(at, now_)}; };
  std::visit(Overload{[&](const asl::WaitSeconds& wait) {
                        if (const auto* literal = std::get_if<std::int64_t>(&wait.seconds))
                          until(after(now_, seconds(*literal)));
                      },
                      [&](const asl::WaitUntil& wait) {
                        if (const auto* literal = std::get_if<TimePoint>(&wait.timestamp)) until(*literal);
                      }},
             std::get<asl::WaitState>(machine_.states[places_[index].state].detail).wait);
}

bool HistoryReader::fail_by_itself(std::uint32_t index) {
  settle(index, Phase::Failed);
  const RunningScope& place = places_[index];
  const auto& [error, cause] = std::get<asl::FailState>(machine_.states[place.state].detail);
  const auto* literal = error ? std::get_if<std::string>(&*error) : nullptr;
  if ((is_computed(error) || is_computed(cause)) && breaks_next(place)) return true;
  if (is_computed(error) && place.parent != no_place) {
    lost_ = true;
    return true;
  }
  return fail(index, {{literal ? std::optional{*literal} : std::nullopt, std::nullopt}, StateFailure::Kind::Error});
}

bool HistoryReader::is_computed(const std::optional<asl::TextField>& field) {
  return field && !std::holds_alternative<std::string>(*field);
}

bool HistoryReader::breaks_next(const RunningScope& place) const {
  if (read_ == history_.size()) return false;
  const HistoryEvent& next = history_[read_];
  if (next.type == EventType::EvaluationFailed) return next.state == place.state && next.previous == place.before;
  const auto* details = std::get_if<Failure>(&next.details);
  return next.type == EventType::ExecutionFailed && next.previous == read_ && details &&
         details->error->error == "States.Runtime";
}

bool HistoryReader::leave(std::uint32_t index, Phase before, const HistoryEvent& event) {
  RunningScope& place = places_[index];
  const asl::State& left = machine_.states[place.state];
  const StateIndex next = next_state_[event.id];
  place.input = &std::get<Exit>(event.details).output;
  if (next == no_place && may_end(left, before)) return end_scope(index);
  if (next != no_place && !may_lead_to(place, before, next))
    return refuse("a state that '" + left.name + "' leads to, not '" + machine_.states[next].name + '\'');
  place.state = next != no_place ? next : likely_next(place, before);
  return true;
}

asl::StateIndex HistoryReader::likely_next(const RunningScope& place, Phase before) const {
  const asl::State& left = machine_.states[place.state];
  if (before == Phase::Caught) return place.caught_to;
  const auto* choice = std::get_if<asl::ChoiceState>(&left.detail);
  return choice ? choice->otherwise.value_or(choice->choices.front().next) : *left.next;
}

bool HistoryReader::may_end(const asl::State& state, Phase before) {
  return before != Phase::Caught && !state.next && !std::holds_alternative<asl::ChoiceState>(state.detail);
}

bool HistoryReader::may_lead_to(const RunningScope& place, Phase before, StateIndex next) const {
  const asl::State& left = machine_.states[place.state];
  if (before == Phase::Caught) return next == place.caught_to;
  if (const auto* choice = std::get_if<asl::ChoiceState>(&left.detail))
    return choice->otherwise == next ||
           std::any_of(
               choice->choices.begin(), choice->choices.end(), [&](const auto& one) { return one.next == next; });
  if (left.next == next) return true;
  const bool task = std::holds_alternative<asl::TaskState>(left.detail);  // caught, without an event that says so
  const asl::Catcher* catcher = task ? catcher_for(left, data_limit_exceeded(left.name)) : nullptr;
  return catcher && catcher->next == next;
}

// ---- scopes

std::uint32_t HistoryReader::open(std::uint32_t parent,
                                  asl::ScopeIndex definition,
                                  std::uint32_t position,
                                  std::uint32_t tip) {
  std::uint32_t index = static_cast<std::uint32_t>(places_.size());
  if (free_.empty()) {
    places_.emplace_back();
  } else {
    index = free_.back();
    free_.pop_back();
  }
  RunningScope& place = places_[index];
  place.definition = definition;
  place.parent = parent;
  place.position = position;
  place.tip = tip;
  place.state = machine_.scope(definition).start_at;
  place.input = nullptr;
  place.entered = 0;
  place.no_input = false;
  close_children(place);
  if (parent != no_place) {
    auto& siblings = places_[parent].children;
    const auto behind = std::find_if(
        siblings.rbegin(), siblings.rend(), [&](std::uint32_t at) { return places_[at].position < position; });
    siblings.insert(behind.base(), index);
  }
  settle(index, Phase::Arriving);
  return index;
}

/// Ends everything from an earlier attempt or visit.
void HistoryReader::close_children(RunningScope& place) {
  place.opened = false;
  place.halted.clear();
  place.again.clear();
}

void HistoryReader::close(std::uint32_t index) {
  settle(index, Phase::Closed);
  places_[index].children.clear();
  free_.push_back(index);
}

bool HistoryReader::end_scope(std::uint32_t index) {
  const RunningScope& ended = places_[index];
  if (ended.parent == no_place) {
    output_ = ended.input;
    expect(EventType::ExecutionSucceeded, index, ended.tip);
    return true;
  }
  std::erase(places_[ended.parent].children, index);
  const auto join =
      kind(places_[ended.parent]) == Kind::InlineMap ? &HistoryReader::end_iteration : &HistoryReader::end_branch;
  (this->*join)(ended.parent, ended);
  close(index);
  return true;
}

void HistoryReader::end_branch(std::uint32_t parent, const RunningScope& branch) {
  if (!places_[parent].children.empty()) return;
  settle(parent, Phase::Worked);
  stand_at(parent, branch.tip);
  expect(EventType::ParallelStateSucceeded, parent, branch.tip);
}

void HistoryReader::end_iteration(std::uint32_t parent, const RunningScope& iteration) {
  RunningScope& map = places_[parent];
  const std::uint32_t succeeded = expect(EventType::MapIterationSucceeded, parent, iteration.tip, iteration.position);
  if (has_more(map)) {
    expect(EventType::MapIterationStarted, parent, iteration.tip, next_position(map));
  } else if (map.children.empty()) {
    map.tip = succeeded;
    settle(parent, Phase::Worked);
    expect(EventType::MapStateSucceeded, parent, succeeded);
  }
}

void HistoryReader::stand_at(std::uint32_t index, std::uint32_t event) {
  places_[index].tip = event;
  belongs_to(index, event);
}

bool HistoryReader::open_branches(std::uint32_t index) {
  const auto& parallel = std::get<asl::ParallelState>(machine_.states[places_[index].state].detail);
  const std::uint32_t started = places_[index].tip;
  places_[index].opened = true;
  for (std::uint32_t branch = 0; branch < parallel.branches.size(); ++branch)
    open(index, parallel.branches[branch], branch, started);
  return true;
}

// ---- maps

const asl::MapState& HistoryReader::map_of(const RunningScope& place) const {
  return std::get<asl::MapState>(machine_.states[place.state].detail);
}

bool HistoryReader::open_map(std::uint32_t index, const HistoryEvent& event) {
  RunningScope& place = places_[index];
  place.items = count_in(event);
  place.started_items = 0;
  if (kind(place) == Kind::DistributedMap) return open_distributed_map(index);
  place.opened = true;
  if (place.items == 0) {
    settle(index, Phase::Worked);
    expect(EventType::MapStateSucceeded, index, event.id);
  }
  for (std::uint32_t item = 0; item < first_wave(place); ++item)
    expect(EventType::MapIterationStarted, index, event.id, item);
  return true;
}

bool HistoryReader::open_distributed_map(std::uint32_t index) {
  settle(index, Phase::MapOpened);
  if (map_of(places_[index]).item_reader && places_[index].items != 0)
    return refuse("the length 0, because an ItemReader supplies the items");
  return true;
}

bool HistoryReader::only_input_tells_concurrency(const RunningScope& place) const {
  const auto& asked = map_of(place).max_concurrency;
  return asked && !std::holds_alternative<std::int64_t>(*asked);
}

std::uint32_t HistoryReader::first_wave(const RunningScope& place) const {
  if (only_input_tells_concurrency(place)) return std::min(place.items, 1u);
  const auto& asked = map_of(place).max_concurrency;
  const auto at_once = asked ? std::get<std::int64_t>(*asked) : 0;
  const bool limited = at_once > 0 && at_once < iterations_at_once_max;
  return std::min(place.items, limited ? static_cast<std::uint32_t>(at_once) : iterations_at_once_max);
}

void HistoryReader::open_iteration(std::uint32_t index, std::uint32_t started) {
  RunningScope& map = places_[index];
  const std::uint32_t position = next_position(map);
  if (map.again.empty())
    ++map.started_items;
  else
    map.again.pop_back();
  place_of_[started] = open(index, map_of(map).processor, position, started);
}

bool HistoryReader::widen_wave(std::uint32_t index, const HistoryEvent& event) {
  const RunningScope& place = places_[index];
  const bool of_first_wave = only_input_tells_concurrency(place) && has_just_started_iteration(index);
  const bool of_redrive = place.revived_at == now_;
  if (!(of_first_wave || of_redrive) || !has_more(place) || place.children.size() == iterations_at_once_max)
    return refuse("no more iterations of '" + machine_.states[place.state].name + "' than run at once");
  if (count_in(event) != next_position(place)) return refuse("the iteration " + std::to_string(next_position(place)));
  open_iteration(index, event.id);
  return true;
}

bool HistoryReader::end_map_run(std::uint32_t index, const HistoryEvent& event) {
  expect(EventType::MapStateSucceeded, index, event.id);
  if (now_ >= map_exits_follow_the_start_since) places_[index].tip = event.previous;
  return true;
}

bool HistoryReader::redrive_map_run(std::uint32_t index, const HistoryEvent& event) {
  RunningScope& place = places_[index];
  const auto& run = std::get<MapRunReference>(event.details);
  if (!place.map_run || *place.map_run != *run.arn) return refuse("the map run that has been started");
  return run.redrives == ++place.map_run_redrives ||
         refuse("the redriveCount " + std::to_string(place.map_run_redrives) + " of the map run");
}

bool HistoryReader::has_just_started_iteration(std::uint32_t index) const {
  return history_[read_ - 2].type == EventType::MapIterationStarted && places_[place_of_[read_ - 1]].parent == index;
}

}  // namespace stepstorm::execution
