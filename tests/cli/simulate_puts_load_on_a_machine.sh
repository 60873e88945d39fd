#!/usr/bin/env bash
# `simulate`: a scenario runs in virtual time; equal seeds give equal bytes; what is wrong is said with its place.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/echo.asl.json" << 'JSON'
{"StartAt": "Serve", "States": {"Serve": {"Type": "Task", "End": true,
  "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Serve", "Retry": [{"ErrorEquals": ["Flaky"]}]}}}
JSON
mkdir "$scratch/config"
cat > "$scratch/config/settings.json" << 'JSON'
{"resources": [{"name": "serve", "arn": "arn:aws:lambda:us-east-1:123456789012:function:Serve", "kind": "echo"}]}
JSON
scenario() {
  cat > "$scratch/load.json" << JSON
{"title": "A small load", "seed": 3, "machine": "echo.asl.json", "duration": "10 min", "warm_up": "1 min",
 "arrivals": {"poisson": $1},
 "resources": {"serve": {"workers": 1, "capacity": 4, "service_time": {"exponential": "100 ms"},
   "errors": [{"error": "Flaky", "cause": "now and then", "probability": 0.1}]}}}
JSON
}

scenario 30
stepstorm simulate "$scratch/load.json" --out "$scratch/report.json" --hgrm "$scratch/times.hgrm" --verify
expect_status 0 "a scenario"
expect_line out '^A small load$' "the title"
expect_line out '^scenario +echo, seed 3, 9 min 00 s measured after 1 min 00 s of warm-up$' "what was run"
expect_line out '^executions +16,[0-9]{3} started, 1[56],[0-9]{3} succeeded' "the orders"
expect_line out '^  serve +4 +8[0-9]\.[0-9] %' "the utilisation, 30/s x 0.11 s / 4"
expect_in err "Verified: 1 run repeated, with the same hash." "--verify"
engine=$(grep '^hash' "$scratch/out")
stepstorm simulate "$scratch/load.json" --shell actors
expect_status 0 "--shell actors"
expect_in out "$engine" "the actors do the same as the engine"
stepstorm simulate "$scratch/load.json" --shuffle --verify
expect_status 0 "--shuffle"
stepstorm simulate "$scratch/load.json" --shuffle --shell actors
expect_status 2 "--shuffle and --shell actors"
expect_in times.hgrm "Value     Percentile TotalCount 1/(1-Percentile)" "--hgrm"

stepstorm simulate "$scratch/load.json" --format json
cmp -s "$scratch/out" "$scratch/report.json" || fail "one seed, two reports"
stepstorm simulate "$scratch/load.json" --format json --seed 4
cmp -s "$scratch/out" "$scratch/report.json" && fail "two seeds, one report"

stepstorm simulate "$scratch/load.json" --replications 4
expect_line out '^  response_mean_ms +[0-9.]+ ± [0-9.]+$' "intervals over replications"

# policies: the actors do the same as the engine, and each that is switched on says what it did
scenario 80
jq '.policies = {"retry_budget": {"ratio": 0.05, "burst": 5},
  "circuit_breakers": {"serve": {"failure_ratio": 0.4, "minimum_calls": 5, "window": "200 ms", "open_for": "2 s"}},
  "load_shedding": {"open_orders": 300, "queued": {"serve": 200}}}' "$scratch/load.json" > "$scratch/policies.json"
stepstorm simulate "$scratch/policies.json" --out "$scratch/report.json" --verify
expect_status 0 "policies"
expect_line out '^budget +[1-9][0-9,]* retries refused$' "the budget's row"
expect_line out '^breaker +serve: [1-9][0-9]* openings?, open for .* attempts refused$' "the breaker's row"
expect_line out '^shedding +[1-9][0-9,]* executions refused at the start, in the whole run$' "the shedder's row"
engine=$(grep -E '^(hash|budget|breaker|shedding|executions)' "$scratch/out")
stepstorm simulate "$scratch/policies.json" --shell actors
[[ $engine == "$(grep -E '^(hash|budget|breaker|shedding|executions)' "$scratch/out")" ]] ||
  fail "the actors do something else under policies: $(cat "$scratch/out")"
jq -e '.replications[0].policies | .retry_budget.retries_refused > 0 and .circuit_breakers.serve.open_s > 0
       and .load_shedding.orders_shed > 0' "$scratch/report.json" > /dev/null || fail "policies in the report"

scenario -1
refused "a negative rate" "/arrivals/poisson" simulate "$scratch/load.json"
refused "no such scenario" "no such file: $scratch/none.json" simulate "$scratch/none.json"
lines=2 refused "no replications" "--replications" simulate "$scratch/load.json" --replications 0

finish
