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
# --- under another name; tasks that the test case does not reach need no answer, and those that hang end by a timeout
cat > "$scratch/project.asl.json" << 'JSON'
{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "${AskFunction}"},
    "TimeoutSeconds": 60, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Tell"}], "End": true},
  "Tell": {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "Parameters": {"Entries": []}, "End": true,
    "Retry": [{"ErrorEquals": ["States.ALL"]}], "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Hidden"}]},
  "Hidden": {"Type": "Succeed"}}}
JSON
cat > "$scratch/project.json" << 'JSON'
{"StateMachines": {"Project": {"TestCases": {"Happy": {"Ask": "Fine"}, "Slow": {"Ask": "Never"}}}},
 "MockedResponses": {"Fine": {"0": {"Return": {"Payload": 1}}}, "Never": {"0": {"Hang": true}}}}
JSON
printf '{"resources": []}' > "$scratch/nothing.json"
project=(run "$scratch/project.asl.json" --mocks "$scratch/project.json" --machine-name Project --clock virtual
  --settings "$scratch/nothing.json" --substitute AskFunction=ask)

stepstorm "${project[@]}" --test-case Happy
expect_status 0 "a test case that does not reach a task without an answer"
expect_in err "project.asl.json:4:40: warning UNBOUND_TASK: nothing answers state 'Tell': $scratch/nothing.json binds no workers to arn:aws:states:::events:putEvents; a row such as {\"name\":\"Tell\"," "the task that nothing answers"
(($(wc -l < "$scratch/err") == 1)) || fail "a mocked task or a mark that is replaced is complained about: $(cat "$scratch/err")"
expect_line out '^unbound  Tell: arn:aws:states:::events:putEvents$' "the outcome lists it"
expect_in out "Project, seed" "the machine's name"

stepstorm "${project[@]}" --test-case Slow
expect_status 1 "a task that nothing answers, reached"
expect_in out "error  States.Runtime" "no Retry and no Catch takes it"
expect_in out 'in the "resources" of the settings binds them' "the cause says what to do"

refused "a task that nothing answers, strictly" "error UNBOUND_TASK: nothing answers state 'Tell'" "${project[@]}" --test-case Happy --strict
refused "a machine under its file's name" "there is no state machine 'project'; there are Project" run "$scratch/project.asl.json" --mocks "$scratch/project.json" --test-case Happy
refused "no test case" "--mocks and --test-case go together" "${shop[@]}"
printf '{"StateMachines": {' > "$scratch/mocks.json"
refused "truncated mocks" "$scratch/mocks.json:1:20: " "${shop[@]}" --test-case Good

finish
