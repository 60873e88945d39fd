#include "graph/transitions.hpp"

#include <algorithm>

#include "graph/condition_text.hpp"

namespace stepstorm::graph {
namespace {

class Departures {
 public:
  void add(asl::StateIndex to, EdgeKind kind, const std::vector<std::string>& reasons) {
    const bool by_catcher = kind == EdgeKind::Catch;
    const auto same = std::find_if(all_.begin(), all_.end(), [&](const Departure& known) {
      return known.to == to && (known.kind == EdgeKind::Catch) == by_catcher;
    });
    Departure& departure = same != all_.end() ? *same : all_.emplace_back(Departure{to, kind, {}});
    departure.reasons.insert(departure.reasons.end(), reasons.begin(), reasons.end());
  }

  std::vector<Departure> take() { return std::move(all_); }

 private:
  std::vector<Departure> all_;
};

void add_choices(const asl::ChoiceState& choice, const Json& definition, Departures& departures) {
  const Json& rules = definition.at("Choices");
  for (std::size_t i = 0; i < choice.choices.size(); ++i) {
    departures.add(choice.choices[i].next, EdgeKind::Choice, {condition_text(rules.at(i))});
  }
  if (choice.otherwise) departures.add(*choice.otherwise, EdgeKind::Default, {"Default"});
}

}  // namespace

std::vector<Departure> departures_of(const asl::State& state, const Json& definition) {
  Departures departures;
  if (const auto* choice = std::get_if<asl::ChoiceState>(&state.detail)) add_choices(*choice, definition, departures);
  if (state.next) departures.add(*state.next, EdgeKind::Plain, {});
  for (const auto& catcher : state.catchers) departures.add(catcher.next, EdgeKind::Catch, catcher.error_equals);
  return departures.take();
}

}  // namespace stepstorm::graph
