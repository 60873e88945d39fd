#!/usr/bin/env bash
# Whatever is wrong with the reports that `compare` is given: exit code 1, one line with the file and the place in it.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/good.json" << 'JSON'
{"replications": [
  {"seed": 7, "measured_s": 60, "success_rate": 1, "throughput_per_s": 1, "open_mean": 1, "open_max": 2,
   "orders": {"started": 9, "succeeded": 9, "failed": 0, "timed_out": 0, "aborted": 0, "throttled": 0, "limit_exceeded": 0},
   "response": {"count": 9, "mean_ms": 1, "p50_ms": 1, "p90_ms": 1, "p99_ms": 1, "p99.9_ms": 1, "max_ms": 1},
   "errors": {}, "resources": {}, "counters": {"attempts": 9, "retries": 0}, "attempts_per_task": 1, "dollars": 0.1}]}
JSON

# unusable WHAT TEXT A B: exit code 1, nothing on standard output, one line of complaint that holds TEXT
unusable() {
  stepstorm compare "$3" "$4"
  expect_status 1 "$1"
  [[ ! -s $scratch/out ]] || fail "$1: there is output"
  expect_in err "$2" "$1"
  (($(wc -l < "$scratch/err") == 1)) || fail "$1: more than one line of complaint"
}

# changed SED: a copy of the good report with a change
changed() { sed "$1" "$scratch/good.json" > "$scratch/bad.json"; }

# bad WHAT TEXT: refused on either side
bad() {
  unusable "$1" "$2" "$scratch/good.json" "$scratch/bad.json"
  unusable "$1, as A" "$2" "$scratch/bad.json" "$scratch/good.json"
}

stepstorm compare "$scratch/good.json" "$scratch/good.json"
expect_status 0 "a report and itself"
expect_line out '^one run each: nothing can be said' "a report and itself"

changed 's/"count": 9/"count": 0/'
stepstorm compare "$scratch/good.json" "$scratch/bad.json"
expect_line out '^response_time_ms avg +1\.000 ms +- +- +- +not comparable$' "a run without response times"

changed 's/"measured_s": 60/"measured_s": 90/'
stepstorm compare "$scratch/good.json" "$scratch/bad.json"
expect_line out '^A was measured for 60.00 s and B for 90.00 s: counts differ by that alone$' "other durations"

printf '{"replications": [' > "$scratch/bad.json"
bad "a truncated file" "$scratch/bad.json:1:19: "
printf '[]' > "$scratch/bad.json"
bad "a list" "$scratch/bad.json:1:1: expected a report"
printf '{"StartAt": "A", "States": {}}' > "$scratch/bad.json"
bad "a state machine" "$scratch/bad.json:1:1: 'replications' is missing"
printf '{"replications": []}' > "$scratch/bad.json"
bad "no runs" "$scratch/bad.json:1:18: /replications: expected a list that is not empty"
printf '{"replications": [{"seed": 1}]}' > "$scratch/bad.json"
bad "a foreign run" "$scratch/bad.json:1:19: /replications/0: 'success_rate' is missing"
changed 's/"throttled"/"trottled"/'
bad "a missing member" "$scratch/bad.json:2:3: /replications/0: 'orders/throttled' is missing"
changed 's/"success_rate": 1/"success_rate": "all"/'
bad "a wrong type" "/replications/0/success_rate: expected a number"
changed 's/"seed": 7/"seed": -7/'
bad "a wrong seed" "/replications/0/seed: expected a whole number"
changed 's/"errors": {}/"errors": {"States.Timeout": null}/'
bad "a wrong count" "/replications/0/errors/States.Timeout: expected a number"
changed 's/"resources": {}/"resources": {"pay": {"utilisation": 1}}/'
bad "half a resource" "/replications/0/resources/pay: 'queue_max' is missing"

unusable "no such file" "no such file: $scratch/none.json" "$scratch/good.json" "$scratch/none.json"
unusable "a directory" "this is a directory" "$scratch" "$scratch/good.json"
lines=2 refused "one report" "B is required" compare "$scratch/good.json"
lines=2 refused "no confidence" "--confidence" compare "$scratch/good.json" "$scratch/good.json" --confidence 1

finish
