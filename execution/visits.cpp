#include "execution/visits.hpp"

#include <variant>

namespace stepstorm::execution {

using execution::EventType;
using execution::HistoryEvent;

std::optional<VisitIndex> Visits::climb(std::optional<VisitIndex> visit, auto&& fits) const {
  while (visit && !fits(visits_[*visit])) visit = visits_[*visit].parent;
  return visit;
}

std::optional<VisitIndex> Visits::find(std::uint32_t event, asl::StateIndex state) const {
  if (event >= links_.size()) return std::nullopt;
  return climb(links_[event].visit, [&](const Visit& visit) { return visit.state == state; });
}

std::optional<VisitIndex> Visits::follow(const HistoryEvent& event) {
  const Link from = event.previous < links_.size() ? links_[event.previous] : Link{};
  Link link;
  if (event.type == EventType::StateEntered) {
    link.visit = enter(event, from);
  } else if (event.type == EventType::EvaluationFailed) {
    link.visit = evaluating(event);
  } else if (!belongs_to_execution(event.type)) {
    link.visit = find(event.previous, event.state);
    if (event.type == EventType::MapIterationStarted) link.iteration = std::get<execution::Count>(event.details).value;
  }
  links_.resize(event.id + std::size_t{1});
  links_[event.id] = link;
  return link.visit;
}

std::optional<VisitIndex> Visits::evaluating(const HistoryEvent& event) const {
  for (std::size_t index = visits_.size(); index-- > 0;)
    if (visits_[index].state == event.state && visits_[index].entered_after == event.previous)
      return static_cast<VisitIndex>(index);
  return find(event.previous, event.state);
}

VisitIndex Visits::enter(const HistoryEvent& event, const Link& from) {
  const asl::Machine& machine = *state_machine_->machine;
  const asl::ScopeIndex scope = machine.states[event.state].scope;
  Visit visit{event.state, {}, {}, {}, event.at, event.previous};
  if (from.visit && machine.scope(scope).owner == visits_[*from.visit].state) {
    visit.parent = from.visit;
    visit.iteration = from.iteration;
  } else if (const auto peer =
                 climb(from.visit, [&](const Visit& each) { return machine.states[each.state].scope == scope; })) {
    visit.parent = visits_[*peer].parent;
    visit.previous = peer;
    visit.iteration = visits_[*peer].iteration;
  }
  visits_.push_back(visit);
  return static_cast<VisitIndex>(visits_.size() - 1);
}

}  // namespace stepstorm::execution
