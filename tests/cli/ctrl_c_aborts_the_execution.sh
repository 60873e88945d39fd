#!/usr/bin/env bash
# SIGINT and SIGTERM abort what runs; the program says so and exits with 1.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/wait.asl.json" <<'JSON'
{"StartAt": "AwaitTomorrow", "States": {"AwaitTomorrow": {"Type": "Wait", "Seconds": 86400, "End": true}}}
JSON

# interrupt SIGNAL FILE TEXT ARGS...: lets the program run until FILE holds TEXT, then sends the signal
interrupt() {
  local signal=$1 file=$2 text=$3 started=$SECONDS
  shift 3
  : > "$scratch/$file" # what the one before has said is no sign of this one
  # A background job of a script ignores SIGINT; env gives it back.
  env --default-signal=INT,TERM "$STEPSTORM" run "$scratch/wait.asl.json" "$@" > "$scratch/out" 2> "$scratch/err" &
  local child=$!
  until grep -q "$text" "$scratch/$file" || ((SECONDS - started > 30)); do sleep 0.1; done
  kill "-$signal" "$child"
  status=0
  wait "$child" || status=$?
  ((SECONDS - started < 40)) || fail "$signal: it took $((SECONDS - started)) s to end"
}

for signal in INT TERM; do
  interrupt $signal out waits
  expect_status 1 "$signal"
  expect_line out 'AwaitTomorrow +waits 24 h 00 min$' "$signal"
  expect_in out "Aborting the execution: Interrupted by the user." "$signal"
  expect_line out '^ABORTED$' "$signal"
done

interrupt INT err settings: --history json --log-level debug
expect_status 1 "--history json"
expect_in err "Aborting the execution: Interrupted by the user." "--history json"
expect_in out '"status": "ABORTED"' "--history json"
expect_in out '"ExecutionAborted"' "--history json"

finish
