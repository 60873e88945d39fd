#!/usr/bin/env bash
# `experiment`: a verdict with an exit code, reports, and errors that name their place.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
experiments=config/experiments

stepstorm experiment $experiments/payment_brownout.json --dry-run
expect_status 0 "a plan"
expect_in out "provider turns requests down: error before, payment, from 3 min 00 s to 5 min 00 s, 30.0 %" "the plan"

cat > "$scratch/link.json" << JSON
{"machine": "OrderFulfilmentStateMachine", "duration": "10 s", "arrivals": {"poisson": 30}, "seed": 3,
 "settings": "$PWD/config/settings.json",
 "method": [
  {"name": "slow net", "late_task": "2 s", "probability": 0.1, "start": "5 s"},
  {"name": "overtaken", "reordered_task": {"behind": 2, "at_most": "3 s"}, "probability": 0.1},
  {"name": "answers overtaken", "reordered_answer": true, "probability": 0.1},
  {"name": "back", "clock_jump": "-3 s", "probability": 0.01},
  {"name": "forth", "clock_jump": "3 s", "probability": 0.01}]}
JSON
stepstorm experiment "$scratch/link.json" --dry-run
expect_status 0 "a plan of messages and clocks"
for kind in "slow net: late task, every task, from 5.00 s, 10.0 %" "overtaken: reordered task," \
  "answers overtaken: reordered answer," "back: clock jump," "forth: clock jump,"; do
  expect_in out "$kind" "the plan of messages and clocks"
done
for clock in virtual wall; do
  stepstorm experiment "$scratch/link.json" --no-control --clock $clock
  expect_status 0 "messages and clocks on the $clock clock"
  [[ $(grep -cE '[1-9][0-9]* fired of [0-9,]+ offered' "$scratch/out") == 5 ]] || fail "a fault never fired on the $clock clock"
done

stepstorm experiment $experiments/lost_answers.json --out "$scratch/held"
expect_status 0 "an experiment that holds"
expect_in out "✓ no_order_charged_twice" "the verdict"
expect_line out '[0-9]+ fired of [0-9,]+ offered' "how often the fault fired"
[[ -s $scratch/held/report.json && -s $scratch/held/response.hgrm ]] || fail "no report was written"
cp "$scratch/held/report.json" "$scratch/once.json"
stepstorm experiment $experiments/lost_answers.json --out "$scratch/held"
cmp -s "$scratch/once.json" "$scratch/held/report.json" || fail "one seed, two reports"

stepstorm experiment $experiments/lost_answers_without_idempotency.json --no-control
expect_status 3 "an experiment that violates an invariant"
expect_in out "✗ no_order_charged_twice" "the verdict"
expect_in out "was charged 2 times" "what was violated"

stepstorm experiment $experiments/retry_storm.json --no-control
expect_status 99 "a hypothesis that fails"
expect_line out '✗ orders succeed rate>0.95 +before ✓ .* after ✗ 0' "what fails, when"

expect_stop() { # expect_stop DEMANDS BY WHAT
  cat > "$scratch/stop.json" << JSON
{"machine": "OrderFulfilmentStateMachine", "duration": "2 min", "arrivals": {"poisson": 20}, "seed": 3, $1,
 "settings": "$PWD/config/settings.json",
 "method": [{"name": "down", "outage": true, "target": {"resource": "payment"}, "start": "20 s"}]}
JSON
  stepstorm experiment "$scratch/stop.json"
  expect_status 99 "a run that is stopped $2"
  expect_line out "stopped at $3; [0-9]+ orders were open, seed 3" "a run that is stopped $2"
}
expect_stop '"thresholds": {"success_rate": [{"threshold": "rate>0.95", "abortOnFail": true, "delayAbortEval": "40 s"}]}' \
  "by a threshold" '40.00 s by the threshold success_rate rate>0.95: it is 0\.5[0-9]+'
expect_in out "✗ success_rate rate>0.95" "the threshold that stopped it"
expect_stop '"guardrails": {"success_rate": [{"bounds": "rate>0.5", "over": "5 s"}], "open": ["value<10000"]}' \
  "by a guardrail" '2[0-9].00 s by the guardrail success_rate rate>0.5: it is 0\.[0-9]+'
expect_in out "✗ success_rate rate>0.5" "the guardrail that was left"
expect_in out "✓ open value<10000" "the guardrail that was kept"

cat > "$scratch/stuck.json" << JSON
{"machine": "OrderProcessingStateMachine", "duration": "1 min", "closed_loop": {"users": 5}, "seed": 3,
 "policies": {"load_shedding": {"open_orders": 1}}, "settings": "$PWD/config/settings.json", "method": []}
JSON
for command in "experiment" "explore --seeds 3" "shrink" "sweep --vary closed_loop.users=4,5"; do
  # shellcheck disable=SC2086  # a command and its options
  stepstorm ${command%% *} "$scratch/stuck.json" ${command#"${command%% *}"}
  expect_status 1 "$command, with users that start orders without end"
  expect_in err "No virtual time passes any more" "$command, with users that start orders without end"
done

wrong() {
  cat > "$scratch/wrong.json" << JSON
{"machine": "OrderFulfilmentStateMachine", "duration": "1 min", "arrivals": {"poisson": 1},
 "settings": "$PWD/config/settings.json", "method": [$1]}
JSON
  stepstorm experiment "$scratch/wrong.json"
  expect_status 1 "$1"
  expect_in err "$2" "$1"
}
wrong '{"name": "f", "hang": true, "target": {"resource": "paymnt"}}' \
  "wrong.json:2:" # its line
expect_in err "/method/0/target/resource: there is no 'paymnt'; did you mean 'payment'?" "a resource's name"
wrong '{"name": "f", "hang": true, "latency": "1 s"}' "latency"
wrong '{"name": "f"}' "/method/0: expected what goes wrong: one of error, latency"
wrong '{"name": "f", "hang": true, "start": "2 min"}' "/method/0/start: expected an instant before the scenario ends"
wrong '{"name": "f", "orchestrator_restart": true}' "not supported"
wrong '{"name": "f", "kill": {"resource": "payment", "workers": [2]}}' "'payment' has no worker 2"
wrong '{"name": "f", "hang": true}], "thresholds": {"sucess_rate": ["rate>1"]}, "title": "t", "inputs_": [' \
  "/thresholds/sucess_rate: there is no metric 'sucess_rate' here; did you mean 'success_rate'?"
finish
