#!/usr/bin/env bash
# states:startExecution runs what the settings name; a Distributed Map reads and writes folders that stand for buckets.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

mkdir -p "$scratch/config/machines" "$scratch/bucket/orders"
printf '{"id": 1}\n{"id": 2}\n{"id": 3}\n' > "$scratch/bucket/orders/today.jsonl"
cat > "$scratch/config/settings.json" << 'JSON'
{"state_machines": {"Child": "machines/child.asl.json", "Parent": "machines/parent.asl.json", "Each": "machines/each.asl.json"},
 "buckets": {"shop": "../bucket"},
 "resources": [{"name": "all", "arn": "*", "kind": "echo"}]}
JSON
cat > "$scratch/config/machines/parent.asl.json" << 'JSON'
{"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
  "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Child", "Input.$": "$"},
  "ResultSelector": {"child.$": "$.Output"}, "End": true}}}
JSON
cat > "$scratch/config/machines/child.asl.json" << 'JSON'
{"StartAt": "Work", "States": {"Work": {"Type": "Task",
  "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Work", "ResultPath": "$.worked", "End": true}}}
JSON
cat > "$scratch/config/machines/each.asl.json" << 'JSON'
{"StartAt": "All", "States": {"All": {"Type": "Map", "Label": "all", "End": true,
  "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSONL"},
    "Parameters": {"Bucket": "shop", "Key": "orders/today.jsonl"}},
  "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "shop", "Prefix": "results"}},
  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Work", "States": {
    "Work": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Work", "End": true}}}}}}
JSON
settings=(--settings "$scratch/config/settings.json" --clock virtual --history none)

stepstorm run Parent "${settings[@]}" --input '{"n":1}'
expect_status 0 "a nested execution"
tr -d ' \n' < "$scratch/out" > "$scratch/output"
expect_in output '{"child":{"n":1,"worked":{"n":1}}}' "the child's output, which no worker of the row \"*\" made up"

# --- a task of the child that nothing answers is told of as well
sed 's/"arn": "\*"/"arn": "arn:aws:states:::sqs:sendMessage"/' "$scratch/config/settings.json" > "$scratch/config/without.json"
stepstorm run Parent --settings "$scratch/config/without.json" --clock virtual --history none
expect_status 1 "a child's task that nothing answers"
expect_in err "child.asl.json:2:15: warning UNBOUND_TASK: nothing answers state 'Work'" "its warning"
expect_line out '^unbound  Child/Work: arn:aws:lambda:us-east-1:123456789012:function:Work$' "the outcome lists it"

# --- settings may have only machines, or only buckets
printf '{"state_machines": {"Rest": "rest.asl.json"}}' > "$scratch/only.json"
printf '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}' > "$scratch/rest.asl.json"
stepstorm run Rest --settings "$scratch/only.json" --history none
expect_status 0 "settings with nothing but a machine"

stepstorm run Each "${settings[@]}"
expect_status 0 "a Distributed Map"
manifest=$(find "$scratch/bucket/results" -name manifest.json)
[[ -n $manifest ]] || fail "no manifest was written"
succeeded=$(find "$scratch/bucket/results" -name 'SUCCEEDED_0.json')
for id in 1 2 3; do grep -q "id\\\\\":$id" "$succeeded" || fail "no result of order $id in $succeeded"; done

rm "$scratch/config/machines/child.asl.json"
refused "a state machine without a file" "child.asl.json" run Parent "${settings[@]}"

finish
