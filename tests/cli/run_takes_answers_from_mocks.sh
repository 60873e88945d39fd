#!/usr/bin/env bash
# `run --mocks`: tasks are answered by a test case of AWS's MockConfigFile.json, on the virtual clock without waiting.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/Shop.asl.json" << 'JSON'
{"StartAt": "Reserve", "States": {
  "Reserve": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:Reserve", "Next": "Pack",
    "Retry": [{"ErrorEquals": ["Stock.Busy"], "IntervalSeconds": 3600, "MaxAttempts": 3}]},
  "Pack": {"Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:Pack", "Next": "Call"},
  "Call": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "Parameters": {"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"}, "Next": "Ship"},
  "Ship": {"Type": "Map", "ItemsPath": "$.parcels", "End": true, "ItemProcessor": {"StartAt": "Send", "States": {
    "Send": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:getItem", "End": true,
      "Parameters": {"TableName": "t", "Key": {}}}}}}}}
JSON
cat > "$scratch/mocks.json" << 'JSON'
{"StateMachines": {"Shop": {"TestCases": {
   "Happy": {"Reserve": "BusyTwice", "Pack": "Done", "Call": "Parcels", "Ship": "Sent"},
   "Good": {"Reserve": "BusyTwice", "Pack": "Done", "Call": "Parcels", "Send": "Sent"}}}},
 "MockedResponses": {
   "BusyTwice": {"0-1": {"Throw": {"Error": "Stock.Busy", "Cause": "later"}}, "2": {"Return": {"reserved": true}}},
   "Done": {"0": {"Return": {}}},
   "Parcels": {"0": {"Return": {"parcels": ["a", "b", "c"]}}},
   "Sent": {"0": {"Return": 1}, "1-2": {"Return": 2}}}}
JSON
shop=(run "$scratch/Shop.asl.json" --mocks "$scratch/mocks.json" --clock virtual --seed 1)

started=$SECONDS
stepstorm "${shop[@]}" --test-case Good
expect_status 0 "a test case"
((SECONDS - started < 5)) || fail "hours of back-off took $((SECONDS - started)) s"
expect_line out "✓ Reserve +0 ms at attempt 3, 3 h 00 min in all" "the back-offs of one and two hours"
tail -n 12 "$scratch/out" | tr -d ' \n' > "$scratch/output"
expect_in output '[1,2,2]' "each iteration's own answer"

stepstorm "${shop[@]}" --test-case Good --history json
cp "$scratch/out" "$scratch/first"
stepstorm "${shop[@]}" --test-case Good --history json
cmp -s "$scratch/first" "$scratch/out" || fail "one seed, two histories"

refused "a state that is no task" "the test case 'Happy' mocks the state 'Ship', and Shop has no Task state of that name" "${shop[@]}" --test-case Happy
refused "no such test case" "there is no test case 'Hapy'; there are Good or Happy" "${shop[@]}" --test-case Hapy
refused "no test case" "--mocks and --test-case go together" "${shop[@]}"
printf '{"StateMachines": {' > "$scratch/mocks.json"
refused "truncated mocks" "$scratch/mocks.json:1:20: " "${shop[@]}" --test-case Good

finish
