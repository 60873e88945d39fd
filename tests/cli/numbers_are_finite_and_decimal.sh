#!/usr/bin/env bash
# Numbers from people, at every door: NaN, infinities and other bases are refused; what is not finite gets no verdict.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

load() { # load NAME MORE
  printf '{"machine": "OrderProcessingStateMachine", "settings": "%s/config/settings.json", "duration": "2 s",
           "arrivals": {"constant": 10}%s}' "$PWD" "$2" > "$scratch/$1.json"
}
load good ''

while read -r expression; do
  load bad ", \"thresholds\": {\"response_time_ms\": [\"$expression\"]}"
  stepstorm experiment "$scratch/bad.json"
  expect_status 1 "threshold $expression"
  expect_line err '/thresholds/response_time_ms/0: expected ' "threshold $expression"
  load bad ", \"guardrails\": {\"response_time_ms\": [\"$expression\"]}"
  stepstorm experiment "$scratch/bad.json"
  expect_status 1 "guardrail $expression"
  expect_line err '/guardrails/response_time_ms/0: expected ' "guardrail $expression"
done << 'EOF2'
p(nan)<1
p(inf)<1
avg<nan
avg!=nan
avg<inf
max>-infinity
avg<1e999
avg<0x10
EOF2

stepstorm sweep "$scratch/good.json" --vary arrivals.rate=1..2 --metric 'response_time_ms p(nan)'
expect_status 1 "a metric"
expect_line err '^--metric: ' "a metric"
stepstorm sweep "$scratch/good.json" --vary arrivals.rate=1,nan
expect_status 1 "a varied value"
for duration in "nan s" "inf s" "0x10 s" "1e3 s"; do
  load bad ", \"warm_up\": \"$duration\""
  lines=1 refused "duration $duration" "/warm_up: expected a duration" simulate "$scratch/bad.json"
done
load bad ', "warm_up": "9000 h"'
lines=1 refused "a duration that is too long" '/warm_up: expected a duration of at most 366 days, found "9000 h"' \
  simulate "$scratch/bad.json"
load bad ', "warm_up": 1e999'
lines=1 refused "a number that no double holds" "too large" simulate "$scratch/bad.json"

lines=2
for number in 0x10 nan inf 1e1 -1 ''; do
  refused "--seed $number" "--seed: expected a whole number" simulate "$scratch/good.json" --seed "$number"
  refused "--replications $number" "--replications: expected a whole number" simulate "$scratch/good.json" --replications "$number"
  refused "--seeds $number" "--seeds: expected a whole number" explore "$scratch/good.json" --seeds "$number"
done
for number in nan inf 0x1p-1 -1 2; do
  refused "--confidence $number" "--confidence: expected a number from 0.5" compare a b --confidence "$number"
done
stepstorm simulate "$scratch/good.json" --seed 010 --replications 010 --out "$scratch/ten.json"
expect_status 0 "010"
jq -e '(.replications | length) == 10 and .replications[0].seed == 10' "$scratch/ten.json" > /dev/null || fail "010 is not ten"

# --- reports with values whose squares or sums no double holds
jq '.replications[0].response.mean_ms = 1e155' "$scratch/ten.json" > "$scratch/large.json"
jq '.replications[0:2] = [.replications[0:2][] | .response.mean_ms = 1e308]' "$scratch/ten.json" > "$scratch/larger.json"
jq '.replications |= .[1:]' "$scratch/ten.json" > "$scratch/nine.json"
for pair in "ten large" "ten larger" "nine large" "nine larger"; do
  read -r one other <<< "$pair"
  stepstorm compare "$scratch/$one.json" "$scratch/$other.json"
  expect_status 0 "$pair"
  expect_line out '^response_time_ms avg .* not comparable$' "$pair: no verdict"
  ! grep -qwE 'nan|inf' "$scratch/out" || fail "$pair: what is not finite is shown: $(grep -wE 'nan|inf' "$scratch/out")"
  stepstorm compare "$scratch/$one.json" "$scratch/$other.json" --json
  jq -e '.metrics[] | select(.metric == "response_time_ms avg") | .verdict == "not comparable"' "$scratch/out" > /dev/null ||
    fail "$pair: --json has a verdict"
done

finish
