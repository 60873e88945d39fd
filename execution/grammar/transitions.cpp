#include "execution/grammar/transitions.hpp"

#include <array>

#include "execution/grammar/history_reader.hpp"

namespace stepstorm::execution {
namespace {

constexpr std::array<std::string_view, kinds> kind_names = {"Lambda task",
                                                            "activity task",
                                                            "service task",
                                                            "service task with a job or token",
                                                            "Pass, Choice or Succeed",
                                                            "Fail",
                                                            "Wait",
                                                            "Parallel",
                                                            "inline Map",
                                                            "Distributed Map"};
constexpr std::array<std::string_view, phases> phase_names = {"closed",
                                                              "arriving",
                                                              "entered",
                                                              "waiting",
                                                              "queued",
                                                              "scheduled",
                                                              "running",
                                                              "submitted",
                                                              "worked",
                                                              "failed",
                                                              "caught",
                                                              "backing off",
                                                              "children run",
                                                              "Map opened",
                                                              "map run runs",
                                                              "revived",
                                                              "revived, its work done",
                                                              "revived, its children done"};

}  // namespace

std::vector<Transition> legal_transitions() {
  std::vector<Transition> legal;
  for (std::size_t type = 0; type != event_types; ++type) {
    const EventRule& rule = rule_of(static_cast<EventType>(type));
    for (std::size_t kind = 0; kind != kinds; ++kind)
      for (std::size_t phase = 0; phase != phases; ++phase)
        if (contains(rule.kinds, static_cast<Kind>(kind)) && contains(rule.from, static_cast<Phase>(phase)))
          legal.push_back({static_cast<Kind>(kind), static_cast<Phase>(phase), rule.type});
  }
  return legal;
}

std::vector<Transition> transitions_walked(const History& history,
                                           const StateMachine& state_machine,
                                           const Status& status) {
  std::vector<Transition> walked;
  HistoryReader reader{history, state_machine, status, {}, &walked};
  (void)reader.read();
  return walked;
}

std::string_view name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view name_of(Phase phase) { return phase_names[static_cast<std::size_t>(phase)]; }

}  // namespace stepstorm::execution
