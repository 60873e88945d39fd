#!/usr/bin/env bash
# `conform --endpoint`: the same cases come out the same through `stepstorm serve` as without it; `--write-mocks` for others.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
cases=$scratch/cases
mkdir -p "$cases"

cat > "$cases/retried.json" << 'JSON'
{"id": "a/retried", "definition": {"StartAt": "Pay", "States": {"Pay": {"Type": "Task", "End": true,
   "Resource": "arn:aws:lambda:us-east-1:111111111111:function:pay", "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3600}]}}},
 "mocks": {"Pay": {"0": {"Throw": {"Error": "Busy", "Cause": "c"}}, "1": {"Return": {"paid": true}}}},
 "expect": {"status": "SUCCEEDED", "output": {"paid": true}}}
JSON
cat > "$cases/activity.json" << 'JSON'
{"id": "a/activity", "definition": {"StartAt": "Pack", "States": {"Pack": {"Type": "Task", "End": true,
   "Resource": "arn:aws:states:us-east-1:111111111111:activity:Pack"}}},
 "mocks": {"Pack": {"0": {"Return": 1}}},
 "expect": {"status": "SUCCEEDED", "output": 1, "history": [
   {"id": 1, "previousEventId": 0, "type": "ExecutionStarted", "executionStartedEventDetails": {"input": {}, "inputDetails": {"truncated": false}, "roleArn": "{{any}}"}},
   {"id": 2, "previousEventId": 0, "type": "TaskStateEntered", "stateEnteredEventDetails": {"input": {}, "inputDetails": {"truncated": false}, "name": "Pack"}},
   {"id": 3, "previousEventId": 2, "type": "ActivityScheduled", "activityScheduledEventDetails": {"input": {}, "inputDetails": {"truncated": false}, "resource": "{{any}}"}},
   {"id": 4, "previousEventId": 3, "type": "ActivityStarted", "activityStartedEventDetails": {"workerName": "Ann"}},
   {"id": 5, "previousEventId": 4, "type": "ActivitySucceeded", "activitySucceededEventDetails": {"output": "1", "outputDetails": {"truncated": false}}},
   {"id": 6, "previousEventId": 5, "type": "TaskStateExited", "stateExitedEventDetails": {"name": "Pack", "output": "1", "outputDetails": {"truncated": false}}},
   {"id": 7, "previousEventId": 6, "type": "ExecutionSucceeded", "executionSucceededEventDetails": {"output": "1", "outputDetails": {"truncated": false}}}]}}
JSON
cat > "$cases/hanging.json" << 'JSON'
{"id": "a/hanging", "definition": {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "End": true, "TimeoutSeconds": 600,
   "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {"QueueUrl": "q", "MessageBody": "b"}}}},
 "mocks": {"Ask": {"0": {"Submitted": {"MessageId": "m"}, "Hang": true}}},
 "expect": {"status": "FAILED", "error": "States.Timeout"}}
JSON
cat > "$cases/stopped.json" << 'JSON'
{"id": "b/stopped", "definition": {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}},
 "during": [{"operation": "StopExecution", "params": {"error": "E", "cause": "c"}}],
 "expect": {"status": "ABORTED", "error": "E", "cause": "c"}}
JSON
cat > "$cases/watched.json" << 'JSON'
{"id": "b/watched", "definition": {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 99999999, "End": true}}},
 "expect": {"status": "RUNNING"}}
JSON
cat > "$cases/express.json" << 'JSON'
{"id": "b/express", "type": "EXPRESS", "definition": {"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": 1, "End": true}}},
 "expect": {"status": "SUCCEEDED", "output": 1}}
JSON
cat > "$cases/by_request.json" << 'JSON'
{"id": "c/by_request", "definition": {"StartAt": "Both", "States": {"Both": {"Type": "Map", "ItemsPath": "$", "MaxConcurrency": 1, "End": true,
   "ItemProcessor": {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111111111111:function:t", "End": true}}}}}},
 "input": [{"n": 1}, {"n": 2}, {"n": 3}],
 "mocks_by_request": [{"state": "T", "request": {"n": 2}, "responses": {"0": {"Return": "two"}}}],
 "mocks": {"T": {"0-1": {"Return": "other"}}},
 "expect": {"status": "SUCCEEDED", "output": ["other", "two", "other"]}}
JSON
cat > "$cases/objects.json" << 'JSON'
{"id": "c/objects", "definition": {"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true,
   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"},
                  "Parameters": {"Bucket": "orders", "Key": "all.json"}},
   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}},
 "fixtures": {"s3": [{"bucket": "orders", "key": "all.json", "body": "[1, 2]"}]},
 "expect": {"status": "SUCCEEDED", "output": [1, 2]}}
JSON
cat > "$cases/refused.json" << 'JSON'
{"id": "c/refused", "definition": {"States": {}}, "expect": {"status": "SUCCEEDED"}}
JSON
sed -i 's/"expect": {"status": "SUCCEEDED", "output": 1, "history"/"during": [{"operation": "CreateActivity", "params": {"name": "Pack"}}], &/' "$cases/activity.json"

serve --clock virtual

verdicts() { jq -c '.cases | map({id, passed, refusal, differences})' "$scratch/out"; }
stepstorm conform "$cases" --json
without=$(verdicts)
stepstorm conform "$cases" --json --endpoint "$url"
expect_status 1 "one case is refused"
through=$(verdicts)
[[ $without == "$through" ]] || fail "through the API it comes out otherwise: $(diff <(jq . <<< "$without") <(jq . <<< "$through"))"
[[ $(jq '[.[] | select(.passed)] | length' <<< "$through") == 8 ]] || fail "eight of nine should pass: $through"

stepstorm conform "$cases" --endpoint "$url" --area b
expect_in out "3 cases passed at level history, 0 failed" "the cases of one area"

stepstorm conform "$cases" --write-mocks "$scratch/MockConfigFile.json"
expect_status 0 "mocks for others"
jq -e '.StateMachines | length == 7 and ([.[].TestCases | has("Recorded")] | all)' "$scratch/MockConfigFile.json" > /dev/null ||
  fail "the mocks of all but those that AWS's form cannot say: $(head -c 600 "$scratch/MockConfigFile.json")"

refused "an endpoint that is none" "expected a URL such as http://127.0.0.1:8083" conform "$cases" --endpoint ftp://x
refused "an endpoint where nothing is" "http://127.0.0.1:1: " conform "$cases" --endpoint http://127.0.0.1:1

# all that was recorded, where the recordings lie beside the project
recordings=../shared/conformance/cases
if [[ -d $recordings ]]; then
  stepstorm conform "$recordings" --json
  jq -r '.cases[] | select(.passed) | .id' "$scratch/out" | sort > "$scratch/passes"
  stepstorm conform "$recordings" --json --endpoint "$url"
  jq -r '.cases[] | select(.passed) | .id' "$scratch/out" | sort > "$scratch/passes_through"
  cmp -s "$scratch/passes" "$scratch/passes_through" ||
    fail "recorded cases that pass without the API and not through it: $(comm -3 "$scratch/passes" "$scratch/passes_through" | head)"
fi
finish
