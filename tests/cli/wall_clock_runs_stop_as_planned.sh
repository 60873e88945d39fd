#!/usr/bin/env bash
# What ends a run, or changes it, works on the wall clock as in virtual time: thresholds that abort, guardrails, planned
# deaths, warm-up and quotas; with the same exit codes.
# What is asserted holds on a busy machine too; nothing here demands that it is fast.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

# experiment FILE MEMBERS: ten seconds of orders that take 20 ms
experiment() {
  cat > "$scratch/$1" << JSON
{"settings": "$PWD/config/settings.json", "seed": 3, "machine": "OrderFulfilmentStateMachine", "duration": "10 s",
 "arrivals": {"poisson": 50}, "input": {"orderId": "order-{{sequence}}", "total": 10}, $2}
JSON
}
down='"method": [{"name": "down", "outage": true, "target": {"resource": "validate"}, "start": "1 s"}]'

# stopped FILE EXPRESSION WHAT: under both clocks, with exit code 99, and report.json says so
stopped() {
  local clock
  for clock in virtual wall; do
    stepstorm experiment "$scratch/$1" --clock $clock --no-control --out "$scratch/out-$clock"
    expect_status 99 "$3, $clock clock"
    jq -e "$2" "$scratch/out-$clock/report.json" > /dev/null ||
      fail "$3, $clock clock: not so: $2; $(jq -c '[.experiment.stopped, .guardrails, .thresholds, .partial]' "$scratch/out-$clock/report.json")"
  done
}

experiment abort.json "$down, \"thresholds\": {\"success_rate\": [{\"threshold\": \"rate>0.9\", \"abortOnFail\": true}]}"
stopped abort.json '.experiment.stopped | .by == "threshold" and .at_s >= 1 and .at_s < 9 and .value <= 0.9' \
  "a threshold that aborts"
expect_line out 'stopped at [0-9.]+ s by the threshold success_rate rate>0.9: it is 0' "a threshold that aborts"

experiment delayed.json "$down, \"thresholds\": {\"success_rate\": [{\"threshold\": \"rate>0.9\", \"abortOnFail\": true, \"delayAbortEval\": \"6 s\"}]}"
stopped delayed.json '.experiment.stopped | .by == "threshold" and .at_s >= 6 and .at_s < 8' "one that waits before it aborts"

experiment guardrail.json "$down, \"guardrails\": {\"success_rate\": [{\"bounds\": \"rate>0.5\", \"over\": \"2 s\"}], \"open\": [\"value<100000\"]}"
stopped guardrail.json '(.experiment.stopped | .by == "guardrail" and .at_s >= 2 and .at_s < 9)
  and .guardrails[0].held == false and .guardrails[1].held and .guardrails[1].tripped == []
  and .guardrails[0].tripped[0].at_s == .experiment.stopped.at_s' "a guardrail that is left"
for text in 'PARTIAL: </b>stopped by the guardrail success_rate' 'generator</h2>' 'late starts'; do
  grep -qF "$text" "$scratch/out-wall/report.html" || fail "the page lacks $text"
done

experiment both.json '"guardrails": {"open": ["value<100000"]},
  "thresholds": {"success_rate": [{"threshold": "rate>0.5", "abortOnFail": true}]}'
sed -i 's/"10 s"/"3 s"/' "$scratch/both.json"
stepstorm experiment "$scratch/both.json" --clock wall --no-control --format json
expect_status 0 "a run that is not stopped"
jq -e '.experiment.stopped == null and .partial == false and (.experiment | has("hash") | not)
  and (.replications[0] | has("hash") | not) and .experiment.schedule.sent > 0' "$scratch/out" > /dev/null ||
  fail "a run that is not stopped: $(jq -c '[.experiment.stopped, .partial, .experiment.hash]' "$scratch/out")"

# ---- exit codes: 0 above, 99 above; 3 and 1 here
experiment violated.json '"method": [{"name": "answers get lost", "probability": 0.5, "target": {"resource": "payment"},
  "error": {"error": "Payment.ProviderUnavailable", "cause": "reset", "moment": "after"}}],
  "resources": {"payment": {"settings": {"idempotent": false}}},
  "guardrails": {"success_rate": [{"bounds": "rate>2", "over": "3 s"}]}'
for clock in virtual wall; do
  stepstorm experiment "$scratch/violated.json" --clock $clock --no-control
  expect_status 3 "a run that is stopped and had violated something, $clock clock"
  stepstorm experiment "$scratch/missing.json" --clock $clock
  expect_status 1 "no experiment, $clock clock"
done

# ---- planned deaths, warm-up, quotas
experiment deaths.json '"method": [{"name": "reaper", "kill": {"resource": "payment", "workers": [0], "every": "500 ms"}, "start": "500 ms", "duration": "2 s"}]'
sed -i 's/"10 s"/"4 s"/' "$scratch/deaths.json"
stepstorm experiment "$scratch/deaths.json" --clock wall --no-control --format json
expect_status 0 "planned deaths"
jq -e '.faults[0].kind == "kill" and .faults[0].fired == 4 and .experiment.counters.lost > 0
  and .experiment.all_orders.started == .experiment.all_orders.succeeded + .experiment.all_orders.failed' "$scratch/out" > /dev/null ||
  fail "planned deaths: $(jq -c '[.faults, .experiment.counters, .experiment.all_orders]' "$scratch/out")"

experiment warm.json '"warm_up": "2 s"'
sed -i 's/"10 s"/"4 s"/' "$scratch/warm.json"
stepstorm simulate "$scratch/warm.json" --clock wall --format json
expect_status 0 "a warm-up"
jq -e '.replications[0] | .measured_s < 2.5 and .orders.started > 20 and .orders.started < .all_orders.started
  and .response.count == .orders.started and (has("hash") | not)' "$scratch/out" > /dev/null ||
  fail "a warm-up: $(jq -c '.replications[0] | [.measured_s, .orders, .all_orders, .response.count]' "$scratch/out")"

experiment quota.json '"quotas": {"start_execution": {"capacity": 10, "refill_per_second": 20}, "state_transition": {"capacity": 50, "refill_per_second": 60}}'
sed -i 's/"10 s"/"3 s"/' "$scratch/quota.json"
stepstorm simulate "$scratch/quota.json" --clock wall --format json
expect_status 0 "quotas"
jq -e '.replications[0] | .orders.throttled > 20 and .counters.throttled > 20 and .orders.started < 150' "$scratch/out" > /dev/null ||
  fail "quotas: $(jq -c '.replications[0] | [.orders, .counters]' "$scratch/out")"
finish
