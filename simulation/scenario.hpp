// Scenario: one load simulation as data: the machine, the arrival of orders, the workers of each resource, AWS's quotas
// and the measurements. config/ reads it; simulation/simulation.hpp runs it.
// Times are virtual. Rates are per second. Probabilities are from 0 to 1.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "asl/payload_template.hpp"
#include "execution/execution.hpp"
#include "metrics/price.hpp"
#include "metrics/threshold.hpp"
#include "orchestration/limits.hpp"
#include "orchestration/performers/object_store.hpp"
#include "orchestration/policies/policies.hpp"
#include "values/payload.hpp"
#include "workers/resource.hpp"
#include "world/arrival_process.hpp"
#include "world/closed_loop.hpp"
#include "world/order_template.hpp"
#include "world/quota.hpp"

namespace stepstorm::simulation {

/// The inputs of orders: drawn from a template, or taken from a list in turn, cyclically.
struct ListedInputs {
  std::vector<Payload> inputs;  // at least one
};
using OrderInputs = std::variant<world::OrderTemplate, ListedInputs>;

/// An open load (orders arrive regardless of earlier ones), or a closed one (users wait for their orders).
using Load = std::variant<world::ArrivalProcess, world::ClosedLoopOptions>;

/// A threshold that a metric must meet.
struct Demand {
  std::string metric;
  metrics::Threshold threshold;
  /// From this time on, a violation stops the run; absent: judged only at the end.
  std::optional<world::Duration> abort_after;
};

/// A value by which executions are distinguished, in addition to their states.
struct Tag {
  std::string name;
  std::optional<asl::PayloadTemplate> value;  // {"value": ...} over the input; never absent
};

struct Scenario {
  std::string title;
  std::string noun = {};  // the name for one execution, such as "claim"; empty: the default of noun_of()
  std::optional<asl::PayloadTemplate> key = {};  // over the input; gives {"key": one or more keys of domain objects}
  std::vector<Tag> tags = {};
  std::vector<Demand> thresholds = {};
  std::uint64_t seed = 0;
  execution::StateMachinePtr state_machine;
  std::vector<execution::StateMachinePtr> state_machines;  // that states:startExecution can start
  std::vector<workers::ResourceOptions> resources;         // with their workers
  Load load;
  OrderInputs inputs;
  world::Duration duration{0};                 // orders start during this time; orders open at its end are finished
  std::optional<std::uint64_t> orders;         // maximum number of orders to start
  world::Duration warm_up{0};                  // orders that start before are run but not measured; less than duration
  std::optional<world::Quotas> quotas;         // for the machine's workflow type
  policies::Policies policies;                 // extensions beyond Step Functions; default: none
  std::map<std::string, std::string> buckets;  // bucket name to the folder that stands in for it
  /// Makes the object store of one run; empty: every access to an object fails.
  std::function<std::shared_ptr<orchestration::ObjectStore>()> objects;
  std::vector<std::string> warnings;  // about the machines, to be shown
  std::uint32_t replications = 1;     // each with its own seed
  std::uint32_t threads = 0;          // on the wall clock; 0: one per core
  bool pinned = false;                // pin each thread to one processor
  orchestration::Limits limits;
  metrics::Prices prices = {};
};

/// Returns whether the scenario uses workers of the order workflow.
[[nodiscard]] inline bool is_shop(const Scenario& scenario) {
  return std::any_of(scenario.resources.begin(), scenario.resources.end(), [](const auto& resource) {
    return workers::keeps_payments(resource.behaviour);
  });
}

/// Returns the scenario's noun; by default "order" for the order workflow and "execution" for any other.
[[nodiscard]] inline std::string noun_of(const Scenario& scenario) {
  if (!scenario.noun.empty()) return scenario.noun;
  return is_shop(scenario) ? "order" : "execution";
}

}  // namespace stepstorm::simulation
