// Reads thresholds, guardrails and hypotheses, in the vocabulary of k6 and of the Chaos Toolkit.
#pragma once

#include <string_view>
#include <vector>

#include "config/reader.hpp"
#include "experiment/experiment.hpp"

namespace stepstorm::config {

/// {"response_time_ms": ["p(99)<2000"], "success_rate": [{"threshold": "rate>0.995", "abortOnFail": true,
/// "delayAbortEval": "10 s"}]}
bool read_thresholds(const Node& node, std::vector<experiment::Demand>& out);
/// Checks that the scenario has the states, effects and tags in a metric's labels; the second form checks each member's
/// name.
bool name_what_is_there(const Node& node, std::string_view metric, const simulation::Scenario& scenario);
bool name_what_is_there(const Node& by_metric, const simulation::Scenario& scenario);

/// {"open": ["value<10000"], "success_rate": [{"bounds": "rate>0.5", "over": "30 s"}]}
bool read_guardrails(const Node& node, std::vector<experiment::Guardrail>& out);

/// {"title": "orders go through", "probes": [{"name": "most succeed", "metric": "success_rate", "tolerance": T}]}. T is
/// an expression as in thresholds; for a rate also a number, or [from, to].
bool read_hypothesis(const Node& node, experiment::Hypothesis& out);

}  // namespace stepstorm::config
