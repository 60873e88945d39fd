#!/usr/bin/env bash
# --substitute: the marks that SAM and CloudFormation replace are replaced here too, wherever a definition is read.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

cat > "$scratch/Pay.asl.json" << 'JSON'
{"StartAt": "Pay", "States": {
  "Pay": {"Type": "Task", "Resource": "${PayFunctionArn}", "Next": "Rest"},
  "Rest": {"Type": "Wait", "Seconds": ${RestSeconds}, "Next": "Tell"},
  "Tell": {"Type": "Task", "Resource": "arn:${AWS::Partition}:states:::lambda:invoke", "OutputPath": "$.Payload", "End": true,
    "Parameters": {"FunctionName": "${TellFunction}", "Payload": {"told.$": "$"}}}}}
JSON
cat > "$scratch/values.json" << 'JSON'
{"PayFunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:Pay", "RestSeconds": 5, "AWS::Partition": "aws"}
JSON
printf 'Tell\n' > "$scratch/tell.txt"
printf '{"resources": [{"name": "any", "arn": "arn:aws:lambda:*:function:*", "kind": "echo"}]}' > "$scratch/settings.json"
printf '{"machine": "Pay.asl.json", "settings": "settings.json", "duration": "1 min", "arrivals": {"constant": 1}}' > "$scratch/load.json"
values=(--substitute "@$scratch/values.json" --substitute "TellFunction=@$scratch/tell.txt")

stepstorm run "$scratch/Pay.asl.json" "${values[@]}" --settings "$scratch/settings.json" --input '{"id": 7}' --clock virtual --history none
expect_status 0 "run"
tr -d ' \n' < "$scratch/out" > "$scratch/output"
expect_in output '{"told":{"id":7}}' "the function that the mark names"

stepstorm validate "$scratch/Pay.asl.json" "${values[@]}"
expect_status 0 "validate"
expect_line out "^1 definition checked: 0 errors, 0 warnings$" "nothing is left to find"
stepstorm graph "$scratch/Pay.asl.json" "${values[@]}" --format dot
expect_status 0 "graph"
for command in simulate experiment; do
  stepstorm $command "$scratch/load.json" "${values[@]}"
  expect_status 0 "$command"
done

stepstorm sweep "$scratch/load.json" "${values[@]}" --vary arrivals.constant=1,2
expect_status 0 "sweep"
jq '.thresholds = {"response_time_ms": ["p(50)<1000"]}' "$scratch/load.json" > "$scratch/slow.json"
stepstorm shrink "$scratch/slow.json" "${values[@]}" --budget 20 --out "$scratch/small.json"
expect_status 0 "shrink"
stepstorm experiment "$scratch/small.json"
expect_status 99 "the small experiment fails without --substitute: it names the values itself"

# --- without
stepstorm validate "$scratch/Pay.asl.json"
expect_status 1 "a mark without quotes"
expect_in out "Pay.asl.json:3:39: error INVALID_JSON_DESCRIPTION: the mark \${RestSeconds} is for SAM or CloudFormation to replace; --substitute RestSeconds=VALUE replaces it here" "its finding"
stepstorm validate "$scratch/Pay.asl.json" --substitute RestSeconds=5
expect_status 1 "marks in texts"
expect_in out "Pay.asl.json:2:39: error SCHEMA_VALIDATION_FAILED: the mark \${PayFunctionArn} is" "an error where the text has to be right"
expect_in out "warning UNREPLACED_MARK: the mark \${TellFunction} is" "a warning where it need not"

finish
