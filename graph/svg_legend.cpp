#include "graph/svg_legend.hpp"

#include <algorithm>
#include <array>

#include "graph/markup.hpp"
#include "graph/svg_shapes.hpp"
#include "graph/words.hpp"

namespace stepstorm::graph {
namespace {

constexpr TextStyle key_style{.size = 11, .bold = false};
constexpr double row_height = 24;
constexpr double symbol_width = 26;
constexpr double gap = 16;

struct Key {
  std::string symbol;  // in a box of 20 by 16
  std::string_view words;
};

struct StateKey {
  NodeKind kind;
  Icon icon;
  std::string_view words;
};
constexpr std::array state_keys = {StateKey{NodeKind::Task, Icon::Function, "Task (Lambda)"},
                                   StateKey{NodeKind::Task, Icon::Person, "Task (activity)"},
                                   StateKey{NodeKind::Task, Icon::Service, "Task (service)"},
                                   StateKey{NodeKind::Pass, Icon::Arrow, "Pass"},
                                   StateKey{NodeKind::Choice, Icon::Fork, "Choice"},
                                   StateKey{NodeKind::Wait, Icon::Clock, "Wait"},
                                   StateKey{NodeKind::Succeed, Icon::Check, "Succeed"},
                                   StateKey{NodeKind::Fail, Icon::Cross, "Fail"},
                                   StateKey{NodeKind::Parallel, Icon::Bars, "Parallel"},
                                   StateKey{NodeKind::Map, Icon::Layers, "Map"}};

struct EdgeKey {
  EdgeKind kind;
  std::string_view words;
};
constexpr std::array edge_keys = {EdgeKey{EdgeKind::Plain, "Next"},
                                  EdgeKey{EdgeKind::Choice, "when a rule matches"},
                                  EdgeKey{EdgeKind::Default, "Default"},
                                  EdgeKey{EdgeKind::Catch, "when caught"}};

struct OutcomeKey {
  Outcome outcome;
  std::string_view words;
};
constexpr std::array outcome_keys = {OutcomeKey{Outcome::Succeeded, "succeeded"},
                                     OutcomeKey{Outcome::Caught, "failed, caught"},
                                     OutcomeKey{Outcome::Failed, "failed"},
                                     OutcomeKey{Outcome::Stopped, "stopped"},
                                     OutcomeKey{Outcome::Running, "running"},
                                     OutcomeKey{Outcome::NotReached, "not reached"}};

Key key_for(const StateKey& state) {
  return {"<g class=\"" + std::string(word_for(state.kind)) + "\">" + rounded_box("tile", 2, 0, {16, 16}, 4) +
              "<path class=\"icon\" transform=\"translate(5.2 3.2) scale(.6)\" d=\"" +
              std::string(icon_path(state.icon)) + "\"/></g>",
          state.words};
}

Key key_for(const EdgeKey& edge) {
  return {"<g class=\"edge " + std::string(word_for(edge.kind)) +
              "\"><path class=\"line\" d=\"M0 8H14\"/><path class=\"head\" d=\"M20 8L13.5 11.2V4.8Z\"/></g>",
          edge.words};
}

Key key_for(const OutcomeKey& outcome) {
  return {
      "<g class=\"" + std::string(word_for(outcome.outcome)) + "\">" + rounded_box("shape", 1, 1, {18, 14}, 4) + "</g>",
      outcome.words};
}

std::vector<Key> keys_of(const Diagram& diagram) {
  const auto has_node = [&](auto&& fits) { return std::any_of(diagram.nodes.begin(), diagram.nodes.end(), fits); };
  std::vector<Key> keys;
  for (const auto& key : state_keys) {
    if (has_node([&](const Node& node) { return node.kind == key.kind && node.icon == key.icon; }))
      keys.push_back(key_for(key));
  }
  for (const auto& key : edge_keys) {
    const auto fits = [&](const Edge& edge) { return edge.kind == key.kind; };
    if (std::any_of(diagram.edges.begin(), diagram.edges.end(), fits)) keys.push_back(key_for(key));
  }
  for (const auto& key : outcome_keys) {
    if (has_node([&](const Node& node) { return is_state(node.kind) && node.outcome == key.outcome; }))
      keys.push_back(key_for(key));
  }
  return keys;
}

}  // namespace

Legend legend_of(const Diagram& diagram, double width) {
  Legend legend{"<path class=\"line rule\" d=\"M0 0H" + number(width) + "\"/>\n", 14};
  double x = 0;
  for (const auto& key : keys_of(diagram)) {
    const double key_width = symbol_width + text_width(key.words, key_style);
    if (x > 0 && x + key_width > width) {
      x = 0;
      legend.height += row_height;
    }
    legend.content += group("entry",
                            x,
                            legend.height,
                            key.symbol + "<text class=\"key faint\" x=\"" + number(symbol_width) + "\" y=\"12\">" +
                                std::string(key.words) + "</text>");
    x += key_width + gap;
  }
  legend.height += row_height;
  return legend;
}

}  // namespace stepstorm::graph
