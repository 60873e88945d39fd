#!/usr/bin/env bash
# What functions answered, kept in a file, lets a run be repeated, explored, shrunk and put on the virtual clock.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/f.py" << 'PY'
import time

class Broken(Exception):
    pass

seen = set()

def handler(event, context):
    order = event.get("order", 0)
    time.sleep(0.02)
    if order % 3 == 0 and order not in seen:
        seen.add(order)
        raise Broken(f"order {order} at first")
    return {"order": order, "by": "function"}
PY
cat > "$scratch/settings.json" << 'JSON'
{"functions": {"F": {"handler": "f.handler", "runtime": "python3", "concurrency": 1}}}
JSON
cat > "$scratch/m.asl.json" << 'JSON'
{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:F", "End": true,
  "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 20}]}}}
JSON
settings=(--settings "$scratch/settings.json")
# history: the events of the last run, without their times
history() { jq -c '[.events[] | del(.timestamp)]' "$scratch/out"; }

# --- a run, and the same from the file: without its function, and in no time
stepstorm run "$scratch/m.asl.json" "${settings[@]}" --input '{"order":3}' --history json --record-functions "$scratch/run.jsonl"
expect_status 0 "a run that is recorded"
history > "$scratch/recorded"
(($(wc -l < "$scratch/run.jsonl") == 2)) || fail "two calls: $(cat "$scratch/run.jsonl")"
[[ $(jq -c '[.function, .attempt, .error // .wrote, .took_ms >= 20]' "$scratch/run.jsonl") == '["F",1,"Broken",true]
["F",2,"{\"order\": 3, \"by\": \"function\"}",true]' ]] || fail "what was recorded: $(cat "$scratch/run.jsonl")"
sed 's/"by": "function"/"by": "another"/' "$scratch/f.py" > "$scratch/g.py" && mv "$scratch/g.py" "$scratch/f.py"
for clock in wall virtual; do
  stepstorm run "$scratch/m.asl.json" "${settings[@]}" --input '{"order":3}' --history json --clock $clock --replay-functions "$scratch/run.jsonl"
  expect_status 0 "its replay, $clock clock"
  [[ $(history) == "$(cat "$scratch/recorded")" ]] || fail "the replay differs, $clock clock: $(diff <(history) "$scratch/recorded" | head -c 600)"
done
expect_in err "answered as $scratch/run.jsonl has it" "a replay says so"
seconds=$(jq '[.events[].timestamp | .[17:19] + "." + .[20:23] | tonumber] | last - first' "$scratch/out")
jq -en "$seconds >= 1.04 and $seconds < 2" > /dev/null || fail "the recorded times pass on the virtual clock: $seconds s"

# --- load: what is recorded once can be repeated, explored, and made small
cat > "$scratch/load.json" << 'JSON'
{"machine": "m.asl.json", "settings": "settings.json", "duration": "4 s", "arrivals": {"constant": 5}, "input": {"order": 3}, "seed": 7}
JSON
jq '.thresholds = {"response_time_ms": ["max<900"]}' "$scratch/load.json" > "$scratch/experiment.json"
stepstorm simulate "$scratch/load.json" --clock wall --record-functions "$scratch/load.jsonl"
expect_status 0 "load that is recorded"
(($(wc -l < "$scratch/load.jsonl") >= 19)) || fail "19 calls and more: $(wc -l < "$scratch/load.jsonl")"
stepstorm simulate "$scratch/load.json" --replay-functions "$scratch/load.jsonl" --verify
expect_status 0 "--verify of a replay"
expect_in err "Verified: 1 run repeated" "--verify of a replay"
hash=$(grep -o 'hash .*' "$scratch/out")
stepstorm simulate "$scratch/load.json" --replay-functions "$scratch/load.jsonl" --shell actors
[[ $(grep -o 'hash .*' "$scratch/out") == "$hash" ]] || fail "both shells replay alike: $hash and $(grep -o 'hash .*' "$scratch/out")"
stepstorm explore "$scratch/experiment.json" --seeds 20 --replay-functions "$scratch/load.jsonl"
expect_status 99 "explore of a replay"
expect_in out "--replay-functions $scratch/load.jsonl" "explore says how to see it again"
stepstorm shrink "$scratch/experiment.json" --replay-functions "$scratch/load.jsonl" --out "$scratch/small.json"
expect_status 0 "shrink of a replay"
stepstorm experiment "$scratch/small.json" --replay-functions "$scratch/load.jsonl"
expect_status 99 "what was made small fails in the same way"
stepstorm sweep "$scratch/load.json" --vary arrivals.constant=1,2 --replay-functions "$scratch/load.jsonl"
expect_status 0 "sweep of a replay"

# --- a call that was not recorded voids the run, even where Retry hides it
for command in run simulate explore; do
  case $command in
    run) arguments=("$scratch/m.asl.json" "${settings[@]}" --input '{"order":4}' --clock virtual) ;;
    *)
      jq '.input.order = 4' "$scratch/load.json" > "$scratch/other.json"
      arguments=("$scratch/other.json") ;;
  esac
  stepstorm "$command" "${arguments[@]}" --replay-functions "$scratch/load.jsonl"
  ((status == 1 || status == 2)) || fail "$command of what was not recorded: exit code $status"
  expect_line err '^--replay-functions: [0-9,]+ calls? that the recording does not have.*: F \{"order":4\}$' "$command of what was not recorded"
done

# --- what is refused
refused "a recording that is none" "--replay-functions: $scratch/m.asl.json: line 1: " run "$scratch/m.asl.json" "${settings[@]}" --replay-functions "$scratch/m.asl.json"
refused "no file" "--replay-functions: " run "$scratch/m.asl.json" "${settings[@]}" --replay-functions "$scratch/none.jsonl"
refused "both at once" "leave out --replay-functions" \
  run "$scratch/m.asl.json" "${settings[@]}" --replay-functions "$scratch/run.jsonl" --record-functions "$scratch/x.jsonl"
refused "a place that cannot be written" "--record-functions: " run "$scratch/m.asl.json" "${settings[@]}" --record-functions "$scratch/none/x.jsonl"
printf '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}' > "$scratch/p.asl.json"
refused "nothing to record" "--record-functions: no task of this run calls a function" run "$scratch/p.asl.json" "${settings[@]}" --record-functions "$scratch/x.jsonl"
[[ ! -e $scratch/x.jsonl ]] || fail "what is refused writes nothing"
jq '.functions.F.service_time = "1 s"' "$scratch/settings.json" > "$scratch/modelled.json" && mv "$scratch/modelled.json" "$scratch/settings.json"
refused "--verify without a replay" "record its answers (--record-functions) and replay them (--replay-functions)" simulate "$scratch/load.json" --verify

finish
