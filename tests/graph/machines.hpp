// Machines and histories in few words.
#pragma once

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "asl/compile.hpp"
#include "graph/diagram.hpp"

namespace stepstorm::graph {

inline asl::MachinePtr machine_of(const std::string& definition) {
  const auto compiled = asl::compile(definition);
  INFO(definition);
  for (const auto& finding : compiled.findings) UNSCOPED_INFO(asl::render(finding, "definition"));
  REQUIRE(compiled.machine);
  return compiled.machine;
}

inline const std::string lambda = R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f")";

/// An event as it stands in a history; ids are counted.
struct ToldEvent {
  std::size_t previous;
  std::string type;
  std::string name;  // of the state, empty for types without one
  int second = 0;
};

inline Json result_of(const std::string& status, const std::vector<ToldEvent>& told) {
  Json events = Json::array();
  for (const auto& [previous, type, name, second] : told) {
    Json event = {
        {"timestamp", "2030-01-01T00:00:" + std::string(second < 10 ? "0" : "") + std::to_string(second) + ".000Z"},
        {"type", type},
        {"id", events.size() + 1},
        {"previousEventId", previous}};
    if (!name.empty()) event["stateEnteredEventDetails"] = {{"name", name}};
    events.push_back(std::move(event));
  }
  return {{"status", status}, {"events", std::move(events)}};
}

}  // namespace stepstorm::graph
