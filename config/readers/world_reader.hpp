// Reads distributions, arrival processes, closed loops and quotas. The name of a value's only member selects its form;
// a duration alone is constant. world::check validates the values; this reader adds the place in the file. Rates are
// per second.
#pragma once

#include "asl/machine.hpp"
#include "config/reader.hpp"
#include "world/arrival_process.hpp"
#include "world/closed_loop.hpp"
#include "world/distribution.hpp"
#include "world/quota.hpp"

namespace stepstorm::config {

/// "20 ms" | {"uniform": ["20 ms", "60 ms"]} | {"exponential": "20 ms"} | {"erlang": {"k": 4, "mean": "20 ms"}}
/// | {"hyperexponential": {"mean": "20 ms", "squared_variation": 4}} | {"lognormal": {"mean": "20 ms", "p99": "90 ms"}}
/// | {"pareto": {"shape": 2, "mean" or "scale": "20 ms"}} | {"empirical": ["12 ms", ...] or a file with one on each
/// line} | {"cumulative": [{"value": "10 ms", "share": 0.5}, ...]}
bool read_distribution(const Node& node, world::Distribution& out);

/// {"constant": 100} | {"poisson": 100} | {"ramp": {"from": 0, "to": 100, "duration": "1 min"}}
/// | {"stages": {"from": 0, "stages": [{"duration": "1 min", "to": 100}]}}
/// | {"on_off": {"on": 200, "off": 10, "mean_on": "10 s", "mean_off": "30 s"}} | {"diurnal": [24 rates]}
/// | {"trace": a file with the time of one arrival on each line, since the beginning}
bool read_arrival_process(const Node& node, world::ArrivalProcess& out);

/// {"users": 50, "think_time": {"exponential": "10 s"}, "ramp_up": "1 min"}
bool read_closed_loop(const Node& node, world::ClosedLoopOptions& out);

/// {"region": "us-east-1", "start_execution": {"capacity": 1300, "refill_per_second": 300}, "state_transition": {...},
/// "open_executions": 1000000}: the quotas of the region for this type of workflow, or none, replaced by the given
/// members.
bool read_quotas(const Node& node, asl::MachineType type, world::Quotas& out);

}  // namespace stepstorm::config
