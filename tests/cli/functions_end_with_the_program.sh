#!/usr/bin/env bash
# `kill -9` of the program leaves no process, whatever a function has started; `kill -9` of functions under load lets every
# execution end; a thousand invocations leave nothing.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/f.py" << 'PY'
import subprocess
import time

def hang(event, context):
    subprocess.Popen(["setsid", "sleep", "876.5"])
    time.sleep(800)

def echo(event, context):
    return event
PY
cat > "$scratch/settings.json" << 'JSON'
{"functions": {
  "Hang": {"handler": "f.hang", "runtime": "python3", "timeout": "15 min"},
  "Echo": {"handler": "f.echo", "runtime": "python3", "concurrency": 4}}}
JSON
machine() {
  printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:%s", "End": true,
    "Retry": [{"ErrorEquals": ["Runtime.ExitError", "Lambda.Unknown", "Lambda.TooManyRequestsException"], "IntervalSeconds": 1, "MaxAttempts": 5}]}}}' "$1" > "$scratch/$1.asl.json"
}
machine Hang
machine Echo

# left PATTERN: waits until no process matches, for 5 s
left() {
  for _ in $(seq 100); do
    pgrep -f "$1" > "$scratch/left" || return 1
    sleep 0.05
  done
}

# hang: starts a function that hangs and leaves a grandchild in a session of its own; leaves $program, $helpers (the launcher)
hang() {
  "$STEPSTORM" run "$scratch/Hang.asl.json" --settings "$scratch/settings.json" --history json > "$scratch/out" 2> "$scratch/err" &
  program=$!
  for _ in $(seq 200); do pgrep -f 'sleep 876.5' > /dev/null && break; sleep 0.05; done
  pgrep -f 'sleep 876.5' > /dev/null || fail "the function has not started"
  helpers=$(pgrep -P "$program")
}

# --- the program is killed
hang
kill -9 "$program"
wait "$program" 2> /dev/null
! left 'sleep 876.5' || fail "a grandchild in its own session is left"
for helper in $helpers; do
  for _ in $(seq 100); do kill -0 "$helper" 2> /dev/null || break; sleep 0.05; done
  ! kill -0 "$helper" 2> /dev/null || fail "the launcher is left"
done

# --- the launcher is killed, and then the program
hang
kill -9 "$helpers"
kill -9 "$program"
wait "$program" 2> /dev/null
! left 'sleep 876.5' || fail "a grandchild is left when the launcher is killed"

# --- a keeper is killed: what it kept ends, and the attempt fails as one whose process was killed
jq 'del(.States.T.Retry)' "$scratch/Hang.asl.json" > "$scratch/once.asl.json" && mv "$scratch/once.asl.json" "$scratch/Hang.asl.json"
hang
kill -9 "$(pgrep -P "$helpers")"
wait "$program" 2> /dev/null
[[ $(jq -r .error "$scratch/out") == Runtime.ExitError ]] || fail "a keeper that is killed: $(head -c 400 "$scratch/out" "$scratch/err")"
! left 'sleep 876.5' || fail "a grandchild is left when its keeper is killed"

# --- Ctrl-C
hang
kill -INT "$program"
wait "$program"
[[ $(jq -r .status "$scratch/out") == ABORTED ]] || fail "Ctrl-C: $(head -c 400 "$scratch/out" "$scratch/err")"
! left 'sleep 876.5' || fail "a grandchild is left after Ctrl-C"

# --- load, while its processes are killed
cat > "$scratch/load.json" << 'JSON'
{"machine": "Echo.asl.json", "settings": "settings.json", "duration": "6 s", "arrivals": {"poisson": 100}}
JSON
"$STEPSTORM" simulate "$scratch/load.json" --clock wall --format json > "$scratch/out" 2> "$scratch/err" &
program=$!
for _ in $(seq 12); do
  sleep 0.4
  victims=$(pgrep -f "runtimes/python3.py" | while read -r pid; do
    tr '\0' '\n' 2> /dev/null < "/proc/$pid/environ" | grep -qx "LAMBDA_TASK_ROOT=$scratch" && echo "$pid"; done | shuf -n 1)
  [[ -z $victims ]] || kill -9 "$victims" 2> /dev/null
done
wait "$program"
status=$?
expect_status 0 "load while functions are killed"
jq -e '[.. | objects | .orders? // empty][0] | .started > 400 and .started == .succeeded + .failed' "$scratch/out" > /dev/null \
  || fail "not every execution has ended: $(jq -c '[.. | objects | .orders? // empty][0]' "$scratch/out")"
expect_line err 'Echo: .* of its processes ended meanwhile' "processes were killed"
! left "$scratch/f.py" || fail "a process is left"

# --- a thousand invocations
cat > "$scratch/many.asl.json" << 'JSON'
{"StartAt": "P", "States": {"P": {"Type": "Pass", "Next": "M", "Parameters": {"items.$": "States.ArrayRange(1, 1000, 1)"}},
  "M": {"Type": "Map", "End": true, "MaxConcurrency": 4, "ItemsPath": "$.items",
  "ItemProcessor": {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Echo", "End": true}}}}}}
JSON
stepstorm run "$scratch/many.asl.json" --settings "$scratch/settings.json" --history json
expect_status 0 "a thousand invocations"
[[ $(jq -c '.output | fromjson | [length, add]' "$scratch/out") == '[1000,500500]' ]] || fail "their results: $(head -c 300 "$scratch/out")"
[[ ! -e $scratch/__pycache__ ]] || fail "a file is left"

finish
