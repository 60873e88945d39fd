#include "graph/dot.hpp"

#include "graph/layout.hpp"
#include "machines.hpp"

namespace stepstorm::graph {
namespace {

std::string dot_of(const std::string& definition) { return to_dot(diagram_of(*machine_of(definition), "m")); }

}  // namespace

TEST_CASE("a name of any characters is drawn, not read as DOT", "[graph][dot]") {
  const auto name = GENERATE(as<std::string>{},
                             R"(\"quoted\")",
                             "<b>&amp;</b>",
                             "注文 🚀",
                             R"(back\\slash \\N)",
                             "a -> b; }",
                             "]]>",
                             "--",
                             std::string(80, 'M'),
                             "0",
                             "node",
                             " ");
  CAPTURE(name);
  const auto dot = dot_of(R"({"StartAt":")" + name + R"(","States":{")" + name + R"(":{"Type":"Pass","Comment":")" +
                          name + R"(","End":true}}})");
  const auto layout = lay_out(dot);
  REQUIRE(layout);
  CHECK(layout->nodes.size() == 3);
  CHECK(layout->edges.size() == 2);
}

TEST_CASE("a text that is no DOT is refused with Graphviz's words", "[graph][dot]") {
  const auto layout = lay_out("digraph {");
  REQUIRE(!layout);
  CHECK_THAT(layout.error(), Catch::StartsWith("Graphviz: "));
}

}  // namespace stepstorm::graph
