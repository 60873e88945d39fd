#!/usr/bin/env bash
# sweep: a heat map of two values, rows of others, what is refused; and the retry storm, which has a vulnerable point.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

brief retry_storm "5 min" "1 min" "20 s"
storm=$scratch/brief_retry_storm.json

# Below the vulnerable point goodput recovers when the trigger is gone, above it it stays down for the minutes that are left.
stepstorm sweep "$storm" --vary arrivals.rate=10,80 --vary method.0.duration=1s,20s --metric goodput_kept --out "$scratch/map"
expect_status 0 "two values"
expect_line out '^arrivals.rate +1s +20s' "the columns"
kept() { jq ".cells[$1].mean" "$scratch/map/sweep.json"; }
[[ $(jq '[.cells[].combination] == [[0,0],[0,1],[1,0],[1,1]]' "$scratch/map/sweep.json") == true ]] || fail "the cells' order"
for cell in 0 1; do jq -e ".cells[$cell].mean > 0.9" "$scratch/map/sweep.json" > /dev/null || fail "10 orders/s: $(kept $cell) of goodput is left"; done
jq -e '.cells[3].mean < 0.5' "$scratch/map/sweep.json" > /dev/null || fail "80 orders/s, 20 s: $(kept 3) of goodput is left"
grep -q '<svg' "$scratch/map/sweep.svg" || fail "no picture of two values"
for text in '<svg' 'All combinations' 'stepstorm sweep' 'Full configuration' '✗</i> failed' '✓</i> held'; do
  grep -qF "$text" "$scratch/map/sweep.html" || fail "the page lacks $text"
done
jq -e '.cells[0] | .verdict == "held" and .figures.success_rate == 1' "$scratch/map/sweep.json" > /dev/null || fail "a cell lacks its verdict or figures"

stepstorm sweep config/scenarios/slow_payment.json --vary duration=2min --vary retry.MaxAttempts=0..1 --vary warm_up=1s,2s
expect_status 0 "three values"
expect_line out '^duration=2min retry.MaxAttempts=1 warm_up=2s +[0-9.]+ +nothing demanded$' "a row"

# A policy's values vary as everything else does: with as many tokens as anybody wants, the storm is back.
brief retry_storm_with_budget "5 min" "1 min" "20 s"
stepstorm sweep "$scratch/brief_retry_storm_with_budget.json" --vary policies.retry_budget.ratio=0.1,1000 \
  --metric goodput_kept --out "$scratch/budgets"
expect_status 0 "a policy's values"
jq -e '.cells[0].mean > 0.9 and .cells[1].mean < 0.5' "$scratch/budgets/sweep.json" > /dev/null ||
  fail "budgets of 0.1 and 1000: $(jq -c '[.cells[].mean]' "$scratch/budgets/sweep.json") of goodput is left"

stepstorm sweep "$storm" --vary duration=1min --vary arrivals.rate=5 --seed 1 --json
first=$(cat "$scratch/out")
stepstorm sweep "$storm" --vary duration=1min --vary arrivals.rate=5 --seed 1 --json
[[ $first == "$(cat "$scratch/out")" ]] || fail "the same seed gave another report"

# refused TEXT ARGS...: exit code 1 and a complaint that holds TEXT
complains() {
  local text=$1
  shift
  stepstorm sweep "$@"
  expect_status 1 "$text"
  expect_in err "$text" "$text"
}
complains "arrivals.rate=x" "$storm" --vary arrivals.rate=x
complains "with arrivals.rate=-1" "$storm" --vary arrivals.rate=-1
complains "nothing.there" "$storm" --vary nothing.there=1..2
complains "more than 10,000 runs" "$storm" --vary seed=1..1000 --vary arrivals.rate=1..100
complains "--metric" "$storm" --vary seed=1,2 --metric luck
complains "no_such_file.json" no_such_file.json --vary seed=1,2

finish
