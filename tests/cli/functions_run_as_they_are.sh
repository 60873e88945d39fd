#!/usr/bin/env bash
# Lambda functions in Python: the order workflow, what a handler is told, what it prints, and its environment.
# shellcheck disable=SC2016
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

# --- the order workflow as AWS's designer writes it
stepstorm run OrderProcessingStateMachine --settings config/functions/settings.json --input '{"orderId":"12345"}' \
  --history json --log-level info
expect_status 0 "the order"
[[ $(jq -c '.output | fromjson | [.orderId, .status, .confirmation]' "$scratch/out") == '["12345","CONFIRMED","CNF-12345"]' ]] \
  || fail "the output: $(jq .output "$scratch/out")"
types=$(jq -r '[.events[].type] | join(" ")' "$scratch/out")
task="TaskStateEntered TaskScheduled TaskStarted TaskSucceeded TaskStateExited"
[[ $types == "ExecutionStarted $task $task $task ExecutionSucceeded" ]] || fail "the history: $types"
expect_line err '\[ValidateOrderFunction\] [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12} order 12345 is valid' \
  "what a function prints, with its request id"
[[ $(jq -c '[.events[] | select(.type == "TaskSucceeded").taskSucceededEventDetails.output | fromjson | .StatusCode, .ExecutedVersion] | unique' \
  "$scratch/out") == '[200,"$LATEST"]' ]] || fail "what lambda:invoke answers"

stepstorm run OrderProcessingStateMachine --settings config/functions/settings.json --input '{}' --history json
expect_status 1 "an order without an id"
[[ $(jq -c '[.error, (.cause | fromjson | .errorMessage, .errorType, (.requestId | length), (.stackTrace | length))]' "$scratch/out") \
  == '["OrderInvalid","an order needs an orderId","OrderInvalid",36,1]' ]] || fail "its failure: $(jq .cause "$scratch/out")"

# --- a machine of one task, by the names that a function has
mkdir "$scratch/parts"
cat > "$scratch/parts/told.py" << 'PY'
import os
import sys

def handler(event, context):
    print("to stdout")
    print("y" * 100_000)
    print("to stderr", file=sys.stderr)
    left = context.get_remaining_time_in_millis()
    return {"event": event, "name": context.function_name, "memory": context.memory_limit_in_mb,
            "arn": context.invoked_function_arn, "id": len(context.aws_request_id), "stream": context.log_stream_name,
            "left": 2000 < left <= 5000, "environment": dict(os.environ),
            "descriptors": [os.readlink(f"/proc/self/fd/{number}").split(":")[0] for number in range(64) if os.path.exists(f"/proc/self/fd/{number}")]}
PY
cat > "$scratch/settings.json" << 'JSON'
{"functions": {
  "Told": {"handler": "parts/told.handler", "runtime": "python3", "timeout": "5 s", "memory": "256 MB", "environment": {"STAGE": "test"}}}}
JSON
# task NAME RESOURCE PARAMETERS: a machine of one Task state
task() {
  printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "%s", %s "End": true}}}' "$2" "${3:+\"Parameters\": $3,}" > "$scratch/$1.asl.json"
}
task direct arn:aws:lambda:us-east-1:123456789012:function:Told
SECRET=mine AWS_PROFILE=real stepstorm run "$scratch/direct.asl.json" --settings "$scratch/settings.json" --input '{"a":1}' --history json --log-level info
expect_status 0 "a function by its ARN"
jq '.output | fromjson' "$scratch/out" > "$scratch/output"
[[ $(jq -c '[.event, .name, .memory, .arn, .id, .left]' "$scratch/output") \
  == '[{"a":1},"Told","256","arn:aws:lambda:us-east-1:123456789012:function:Told",36,true]' ]] || fail "what the handler is told: $(cat "$scratch/output")"
expect_line output '"stream": "20[0-9]{2}/[0-9]{2}/[0-9]{2}/\[\$LATEST\][0-9a-f]{32}"' "the log stream's name"
[[ $(jq -c '.environment | [.STAGE, .AWS_ACCESS_KEY_ID, .AWS_CONFIG_FILE, .SECRET, .AWS_PROFILE, .HOME]' "$scratch/output") \
  == '["test","stepstorm","/nonexistent/aws/config",null,null,null]' ]] || fail "the environment: $(jq .environment "$scratch/output")"
expect_in err "to stdout" "what it prints"
expect_line err ' y{8192} \.\.\. \(cut\)$' "a line that is too long"
[[ $(jq -c .descriptors "$scratch/output") == '["/dev/null","pipe","pipe","socket"]' ]] || fail "what is open in it: $(jq -c .descriptors "$scratch/output")"
expect_in err "to stderr" "what it complains"
[[ ! -e $scratch/parts/__pycache__ ]] || fail "a file is left behind"

for name in Told Told:live function:Told 123456789012:function:Told:3 arn:aws:lambda:us-east-1:123456789012:function:Told; do
  task invoke arn:aws:states:::lambda:invoke "{\"FunctionName\": \"$name\", \"Payload\": {\"b\": 2}}"
  stepstorm run "$scratch/invoke.asl.json" --settings "$scratch/settings.json" --history json
  expect_status 0 "lambda:invoke of $name"
  [[ $(jq -c '.output | fromjson | .Payload.event' "$scratch/out") == '{"b":2}' ]] || fail "lambda:invoke of $name: $(jq .output "$scratch/out")"
done

# --- where functions are refused
refused "the virtual clock without a model" 'the function Told is real and takes real time: give it a "service_time"' \
  run "$scratch/direct.asl.json" --settings "$scratch/settings.json" --clock virtual
jq '.functions.Told.service_time = "2 s"' "$scratch/settings.json" > "$scratch/modelled.json"
stepstorm run "$scratch/direct.asl.json" --settings "$scratch/modelled.json" --clock virtual --input '{"a":1}' --history json
expect_status 0 "the virtual clock with a model"
[[ $(jq -c '[.events[].timestamp[0:19]] | unique' "$scratch/out") == '["2026-01-01T00:00:00","2026-01-01T00:00:02"]' ]] \
  || fail "the modelled time: $(jq -c '[.events[].timestamp]' "$scratch/out")"
cat > "$scratch/load.json" << 'JSON'
{"machine": "direct.asl.json", "settings": "modelled.json", "duration": "5 s", "arrivals": {"constant": 2}}
JSON
refused "a run that is to be repeated" "--verify: the function Told is real" simulate "$scratch/load.json" --verify
for command in explore shrink; do
  stepstorm "$command" "$scratch/load.json"
  expect_status 1 "$command"
  expect_in err "$command: the function Told is real" "$command"
done
stepstorm simulate "$scratch/load.json"
expect_status 0 "a simulation in virtual time"
expect_line out '9 started, 9 succeeded' "a simulation in virtual time"
expect_in err "the seed does not determine this run" "a simulation says that it cannot be repeated"
expect_line err 'Told: 9 calls, .* 0 failed; [0-9]+ cold starts?' "what the functions did"
jq '.functions.Told.handler = "parts/none.handler"' "$scratch/settings.json" > "$scratch/bad.json"
refused "a handler that is not there" "/functions/Told/handler: no such file: $scratch/parts/none.py" run "$scratch/direct.asl.json" --settings "$scratch/bad.json"
jq '.functions.Told.environment.AWS_PROFILE = "x"' "$scratch/settings.json" > "$scratch/bad.json"
refused "a variable of Lambda's" "/functions/Told/environment/AWS_PROFILE: this variable is Lambda's own" run "$scratch/direct.asl.json" --settings "$scratch/bad.json"

finish
