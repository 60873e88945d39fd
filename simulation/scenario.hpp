// One load simulation as data: which machine, how orders arrive, how the workers of each resource behave, what AWS's
// quotas allow, and what is measured. `config/scenario_file` reads it; `simulation/simulate` runs it.
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

/// The inputs of orders: made from a template, or taken in turn from a list, again and again.
struct ListedInputs {
  std::vector<Payload> inputs;  // at least one
};
using OrderInputs = std::variant<world::OrderTemplate, ListedInputs>;

/// Orders that arrive whatever becomes of them, or users who wait for theirs.
using Load = std::variant<world::ArrivalProcess, world::ClosedLoopOptions>;

/// What a metric is demanded to be.
struct Demand {
  std::string metric;
  metrics::Threshold threshold;
  /// From this time on, the run is stopped when it does not hold; absent: it is only judged at the end.
  std::optional<world::Duration> abort_after;
};

/// What executions are told apart by, beside their states.
struct Tag {
  std::string name;
  std::optional<asl::PayloadTemplate> value;  // {"value": ...} over the input; never absent
};

struct Scenario {
  std::string title;
  std::string noun = {};  // what one of what runs is called: "claim"; empty: as noun_of has it
  std::optional<asl::PayloadTemplate> key =
      {};  // {"key": which of the domain's things, or a list of them}, over the input
  std::vector<Tag> tags = {};
  std::vector<Demand> thresholds = {};
  std::uint64_t seed = 0;
  execution::StateMachinePtr state_machine;
  std::vector<execution::StateMachinePtr> state_machines;  // that states:startExecution can start
  std::vector<workers::ResourceOptions> resources;         // with their workers
  Load load;
  OrderInputs inputs;
  world::Duration duration{0};                 // orders start during this time; those open at its end are finished
  std::optional<std::uint64_t> orders;         // at most so many start
  world::Duration warm_up{0};                  // what starts before is run, not measured; less than the duration
  std::optional<world::Quotas> quotas;         // of the machine's workflow type
  policies::Policies policies;                 // extensions beyond Step Functions; none unless asked for
  std::map<std::string, std::string> buckets;  // the folder that stands for each
  /// What stands for S3, for each run anew; none: every access to an object fails.
  std::function<std::shared_ptr<orchestration::ObjectStore>()> objects;
  std::vector<std::string> warnings;  // about the machines, for people
  std::uint32_t replications = 1;     // each with a seed of its own
  std::uint32_t threads = 0;          // on the wall clock; 0: one per core
  bool pinned = false;                // whether each of these keeps to one processor
  orchestration::Limits limits;
  metrics::Prices prices = {};
};

/// Whether workers of the order workflow have a part in it.
[[nodiscard]] inline bool is_shop(const Scenario& scenario) {
  return std::any_of(scenario.resources.begin(), scenario.resources.end(), [](const auto& resource) {
    return workers::keeps_payments(resource.behaviour);
  });
}

/// "claim": as the file says; else "order" for the order workflow, and "execution" for any other.
[[nodiscard]] inline std::string noun_of(const Scenario& scenario) {
  if (!scenario.noun.empty()) return scenario.noun;
  return is_shop(scenario) ? "order" : "execution";
}

}  // namespace stepstorm::simulation
