#include "graph/svg.hpp"

#include "graph/dot.hpp"
#include "machines.hpp"

namespace stepstorm::graph {
namespace {

std::string svg_of(const Diagram& diagram) {
  const auto layout = lay_out(to_dot(diagram));
  if (!layout) FAIL(layout.error());
  return to_svg(diagram, *layout);
}

/// The elements that are open at the end, or where closing tags go wrong; empty for well-formed markup.
std::string unbalanced(std::string_view markup) {
  std::vector<std::string_view> open;
  for (std::size_t at = 0; (at = markup.find('<', at)) != markup.npos;) {
    const auto tag = markup.substr(at + 1, markup.find('>', at) - at - 1);
    at += tag.size() + 2;
    const auto name = tag.substr(tag[0] == '/', tag.find_first_of(" /", 1) - (tag[0] == '/'));
    if (tag.ends_with('/')) continue;
    if (tag[0] != '/') {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return std::string(tag);
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : std::string(open.back());
}

const std::string tour = R"({"Comment":"all <types>","StartAt":"Pass & go","States":{
    "Pass & go":{"Type":"Pass","Next":"P"},
    "P":{"Type":"Parallel","Next":"M","Catch":[{"ErrorEquals":["States.ALL"],"Next":"F"}],"Branches":[
        {"StartAt":"T","States":{"T":{)" +
                         lambda + R"(,"Retry":[{"ErrorEquals":["States.ALL"]}],"End":true}}},
        {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":90,"End":true}}}]},
    "M":{"Type":"Map","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"Next":"C"},
    "C":{"Type":"Choice","Choices":[{"Variable":"$.a","StringLessThan":"<&>","Next":"S"}],"Default":"F"},
    "S":{"Type":"Succeed"},"F":{"Type":"Fail","Error":"Not\"good"}}})";

}  // namespace

TEST_CASE("every type of state, line and container is drawn", "[graph][svg]") {
  const auto svg = svg_of(diagram_of(*machine_of(tour), "a \"tour\" of <types>"));
  CHECK(unbalanced(svg.substr(svg.find("<svg"))).empty());
  const auto what = GENERATE(as<std::string>{},
                             R"(class="node task")",
                             R"(class="node pass")",
                             R"(class="node choice")",
                             R"(class="node wait")",
                             R"(class="node succeed")",
                             R"(class="node fail")",
                             R"(class="node parallel")",
                             R"(class="node map")",
                             R"(class="node start")",
                             R"(class="node end")",
                             R"(class="edge catch")",
                             R"(class="edge default")",
                             R"(class="edge when")",
                             R"(class="cluster parallel")",
                             R"(class="branch")",
                             "up to 3 retries",
                             "Wait 1 min 30 s",
                             "a &lt; &quot;&lt;&amp;&gt;&quot;",
                             "Pass &amp; go",
                             "a &quot;tour&quot; of &lt;types&gt;",
                             "prefers-color-scheme:dark");
  CAPTURE(what);
  CHECK_THAT(svg, Catch::Contains(what));
}

TEST_CASE("a picture of many executions calls them by their noun and reaches the end when one has succeeded",
          "[graph][svg]") {
  const auto machine = machine_of(R"({"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}})");
  RunSummary run{.status = "79.9 % SUCCEEDED", .duration = std::chrono::hours{2}};
  run.executions = 5'058;
  run.succeeded = GENERATE(std::uint64_t{0}, std::uint64_t{4'040});
  run.nouns = "claims";
  run.states = {{.outcome = Outcome::Succeeded, .entered = 5'058, .succeeded = 5'058}};
  const auto svg = svg_of(diagram_of(*machine, "Claims", run));
  CHECK_THAT(svg, Catch::Contains("of 5,058 claims, in 2 h on average"));
  CHECK_THAT(svg, Catch::Contains("5,058×"));
  CHECK((svg.find("class=\"node end unreached\"") != svg.npos) == (run.succeeded == 0));
}

TEST_CASE("a picture without a history says nothing about a run", "[graph][svg]") {
  const auto svg = svg_of(diagram_of(*machine_of(tour), "tour"));
  const auto body = svg.substr(svg.find("</style>"));
  const auto word = GENERATE(as<std::string>{}, "unreached", "succeeded", "taken", "chip");
  CHECK_THAT(body, !Catch::Contains(word));
}

TEST_CASE("a picture of a run is coloured by what happened", "[graph][svg]") {
  const auto machine =
      machine_of(R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Fail","Error":"E<1>"}}})");
  auto result = result_of("FAILED",
                          {{0, "ExecutionStarted", ""},
                           {0, "PassStateEntered", "A"},
                           {2, "PassStateExited", "A", 2},
                           {3, "FailStateEntered", "B", 2},
                           {4, "ExecutionFailed", "", 2}});
  result["error"] = "E<1>";
  const auto svg = svg_of(diagram_of(*machine, "run", summarise(result, *machine).value()));
  CHECK(unbalanced(svg.substr(svg.find("<svg"))).empty());
  const auto what = GENERATE(as<std::string>{},
                             R"(class="node pass succeeded")",
                             R"(class="node fail failed")",
                             R"(class="edge plain taken")",
                             ">FAILED<",
                             "in 2 s, 5 events: E&lt;1&gt;",
                             "1 failed");
  CAPTURE(what);
  CHECK_THAT(svg, Catch::Contains(what));
}

}  // namespace stepstorm::graph
