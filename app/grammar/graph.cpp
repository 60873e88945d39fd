#include "app/grammar/describe.hpp"
#include "app/grammar/options.hpp"

namespace stepstorm::app {

void describe_graph(CLI::App& program, Command& chosen) {
  const auto [command, graph] =
      add_command<GraphOptions>(program, "graph", "Draw a machine, and what one execution did", chosen);
  command->add_option("FILE", graph->file, "A definition in JSON or, when called .yaml or .yml, in YAML")
      ->required()
      ->type_name("");
  add_choice(*command,
             "--format",
             {{"svg", PictureFormat::SVG}, {"dot", PictureFormat::DOT}},
             graph->format,
             "What is written (default svg)");
  add_substitutions(*command, graph->substitutions);
  add_optional(*command, "--output", "FILE", graph->output, "Where it is written (default: standard output)");
  add_optional(*command,
               "--history",
               "FILE",
               graph->history,
               "Show what happened: the JSON that 'stepstorm run --history json' printed");
  add_choice(*command,
             "--type",
             {{"STANDARD", asl::MachineType::STANDARD}, {"EXPRESS", asl::MachineType::EXPRESS}},
             graph->type,
             "Which kind of workflow it is (default STANDARD)");
  command->footer(R"(
An SVG opens in every browser; point at a state or an edge to read more about it. DOT is Graphviz's language.

Examples
  stepstorm graph config/machines/order_fulfilment.asl.json --output order.svg
  stepstorm run OrderFulfilmentStateMachine --input '{"orderId":"1"}' --history json > result.json
  stepstorm graph config/machines/order_fulfilment.asl.json --history result.json --output run.svg
  stepstorm graph my_machine.asl.json --format dot | dot -Tpng > my_machine.png

Exit codes
  0  drawn
  1  something is wrong with the definition
  2  wrong use, a file that cannot be read or written, or another machine's history)");
}

}  // namespace stepstorm::app
