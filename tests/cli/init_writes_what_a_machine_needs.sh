#!/usr/bin/env bash
# `stepstorm init` on each shipped machine: what it writes can be run as it is, and is never written over.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

for machine in config/machines/*.asl.json; do
  name=$(basename "$machine" .asl.json)
  stepstorm init "$machine" --out "$scratch/$name"
  expect_status 0 "init $name"
  expect_line out '[1-9][0-9,]* started' "$name runs at once"
  stepstorm experiment "$scratch/$name/experiment.json"
  ((status == 0 || status == 99)) || fail "$name: the experiment cannot be run: $(head -c 600 "$scratch/err")"
  expect_line out '✓ not_done_too_often +[1-9]' "$name: its invariant sees effects"
  expect_line out 'it fails before the work +[1-9]' "$name: its faults strike"
  stepstorm validate "$machine"
  expect_status 0 "$name"
  stepstorm run "$machine" --machine-name "$(jq -r '.StateMachines | keys[0]' "$scratch/$name/mocks.json")" --input '{}' --mocks "$scratch/$name/mocks.json" --test-case HappyPath --clock virtual --history none
  ((status == 0 || status == 1)) || fail "$name: the mocks cannot be read: $(head -c 600 "$scratch/err")"
done

before=$(cat "$scratch/order_fulfilment/settings.json")
stepstorm init config/machines/order_fulfilment.asl.json --out "$scratch/order_fulfilment"
expect_status 2 "what is there"
expect_in err "settings.json is there already: nothing was written" "is not written over"
[[ $(cat "$scratch/order_fulfilment/settings.json") == "$before" ]] || fail "settings.json was written over"

# --- a machine of one's own, from the folder where it is: what it reads is there, so that every execution succeeds
mkdir "$scratch/own"
cat > "$scratch/own/loan.asl.json" << 'JSON'
{
  "StartAt": "CheckCredit",
  "States": {
    "CheckCredit": {
      "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "CheckCredit", "Payload.$": "$" },
      "ResultSelector": { "score.$": "$.Payload.score" }, "ResultPath": "$.credit", "Next": "NeedsManager"
    },
    "NeedsManager": {
      "Type": "Choice", "Default": "Disburse",
      "Choices": [ { "Variable": "$.amount", "NumericGreaterThan": 5000, "Next": "Approve" } ]
    },
    "Approve": {
      "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": {
        "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/managers",
        "MessageBody": { "loan.$": "$.loanId", "score.$": "$.credit.score", "token.$": "$$.Task.Token" }
      },
      "ResultPath": "$.decision", "Next": "IsApproved"
    },
    "IsApproved": {
      "Type": "Choice", "Default": "Refused",
      "Choices": [ { "Variable": "$.decision.approved", "BooleanEquals": true, "Next": "Disburse" } ]
    },
    "Refused": { "Type": "Fail", "Error": "Loan.Refused" },
    "Disburse": {
      "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Disburse",
      "Parameters": { "loan.$": "$.loanId", "text.$": "States.Format('{} of {}', $.amount, $.customer.name)" },
      "ResultPath": "$.paid", "Next": "Letters"
    },
    "Letters": {
      "Type": "Map", "ItemsPath": "$.guarantors", "End": true,
      "ItemProcessor": { "StartAt": "Letter", "States": { "Letter": {
        "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true,
        "Parameters": { "TopicArn": "arn:aws:sns:us-east-1:123456789012:letters", "Message.$": "$.address" } } } }
    }
  }
}
JSON
STEPSTORM=$(realpath "$STEPSTORM")
here=$PWD
cd "$scratch/own" || exit 1
stepstorm init loan.asl.json --out load
expect_status 0 "init in the machine's folder"
expect_line out '^executions +[1-9][0-9,]* started, [1-9][0-9,]* succeeded \(100\.0 %\)' "every execution finds what it reads"
stepstorm experiment load/experiment.json
((status == 0 || status == 99)) || fail "its experiment cannot be run: $(head -c 600 "$scratch/err")"
stepstorm run loan.asl.json --machine-name loan --mocks load/mocks.json --test-case HappyPath --history none --clock virtual \
  --input '{"loanId": "1", "amount": 9000, "customer": {"name": "n"}, "guarantors": [{"address": "a"}]}'
expect_status 0 "its mocks answer what it reads"
cd "$here" || exit 1

stepstorm init no_such_machine.asl.json --out "$scratch/none"
expect_status 2 "a machine that is not there"
[[ ! -e $scratch/none ]] || fail "something was written for no machine"

finish
