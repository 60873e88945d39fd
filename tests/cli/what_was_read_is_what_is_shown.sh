#!/usr/bin/env bash
# A file is read once: its report shows what was run, whatever has become of the file; and pipes are files too.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

experiment='{"title": "A", "machine": "OrderProcessingStateMachine", "settings": "'$PWD'/config/settings.json",
             "duration": "2 s", "arrivals": {"constant": 5},
             "method": [{"name": "f", "error": {"error": "X"}, "target": {"resource": "payment"}}]}'

# --- a file that changes while it is run
printf '%s' "$experiment" > "$scratch/changing.json"
"$STEPSTORM" experiment "$scratch/changing.json" --clock wall --no-control --out "$scratch/changing" > /dev/null 2>&1 &
run=$!
sleep 1.5
echo '{"title": "B"}' > "$scratch/changing.json"
wait $run
jq -e '.title == "A" and .configuration.title == "A" and (.configuration.method | length) == 1' \
  "$scratch/changing/report.json" > /dev/null || fail "the report shows another file: $(jq -c .configuration "$scratch/changing/report.json")"

# --- pipes
printf '%s' "$experiment" > "$scratch/e.json"
stepstorm experiment <(cat "$scratch/e.json") --out "$scratch/piped"
expect_status 0 "experiment"
jq -e '.configuration.title == "A"' "$scratch/piped/report.json" > /dev/null || fail "experiment: the configuration is not there"
stepstorm sweep <(cat "$scratch/e.json") --vary arrivals.rate=1..2
expect_status 0 "sweep"
stepstorm explore <(cat "$scratch/e.json") --seeds 2
expect_status 0 "explore"
stepstorm simulate <(jq 'del(.method)' "$scratch/e.json")
expect_status 0 "simulate"
jq '.thresholds = {"success_rate": ["rate>0.999"]}' "$scratch/e.json" > "$scratch/fails.json"
stepstorm shrink <(cat "$scratch/fails.json") --out "$scratch/small.json" --budget 20
expect_status 0 "shrink"
stepstorm experiment "$scratch/small.json"
expect_status 99 "what shrink made of a pipe"
stepstorm shrink <(cat "$scratch/fails.json") --budget 20
expect_status 1 "shrink of a pipe without --out"
expect_line err 'is no regular file: say with --out where to write$' "shrink of a pipe without --out"

definition='{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}'
stepstorm run <(echo "$definition") --settings <(cat config/settings.json) --clock virtual --history json
expect_status 0 "run"
cp "$scratch/out" "$scratch/history.json"
stepstorm validate <(echo "$definition")
expect_status 0 "validate"
stepstorm graph <(echo "$definition") --history <(cat "$scratch/history.json")
expect_status 0 "graph"
printf '%s' "$definition" > "$scratch/stdin.json"
stdin=$scratch/stdin.json stepstorm validate /dev/stdin
expect_status 0 "validate /dev/stdin"

# --- what stands in a pipe is relative to the current folder
printf '%s' "$definition" > "$scratch/m.asl.json"
program=$STEPSTORM
[[ $program == /* ]] || program=$PWD/$program
cd "$scratch" || exit 1
STEPSTORM=$program stepstorm simulate <(echo '{"machine": "m.asl.json", "duration": "2 s", "arrivals": {"constant": 5}}')
expect_status 0 "a machine beside a scenario in a pipe"

finish
