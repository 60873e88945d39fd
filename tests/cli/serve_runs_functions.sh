#!/usr/bin/env bash
# The order workflow's three Lambda functions behind a server, started by the aws cli: the history in AWS's order, failures
# as the functions raise them, and a server that is killed leaves no function. Needs /usr/bin/aws.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
[[ -x /usr/bin/aws ]] || { echo "skipped: there is no /usr/bin/aws"; exit 77; }

serve --settings config/functions/settings.json
export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=none AWS_DEFAULT_REGION=us-east-1
states() { /usr/bin/aws stepfunctions --endpoint-url "$url" --output json "$@"; }

machine=$(states create-state-machine --name OrderProcessingStateMachine --role-arn arn:aws:iam::123456789012:role/r \
  --definition file://config/machines/order_processing_lambda.asl.json | jq -r .stateMachineArn)
# run INPUT: an execution until its end; leaves $scratch/out (DescribeExecution) and $scratch/history
run() {
  local execution
  execution=$(states start-execution --state-machine-arn "$machine" --input "$1" | jq -r .executionArn)
  for _ in {1..100}; do
    states describe-execution --execution-arn "$execution" > "$scratch/out"
    [[ $(jq -r .status "$scratch/out") == RUNNING ]] || break
    sleep 0.1
  done
  states get-execution-history --execution-arn "$execution" > "$scratch/history"
}

run '{"orderId":"12345"}'
[[ $(jq -c '[.status, (.output | fromjson | .orderId, .status, .confirmation)]' "$scratch/out") == '["SUCCEEDED","12345","CONFIRMED","CNF-12345"]' ]] \
  || fail "the order: $(cat "$scratch/out")"
task="TaskStateEntered TaskScheduled TaskStarted TaskSucceeded TaskStateExited"
[[ $(jq -r '[.events[].type] | join(" ")' "$scratch/history") == "ExecutionStarted $task $task $task ExecutionSucceeded" ]] \
  || fail "the history: $(jq -c '[.events[].type]' "$scratch/history")"
[[ $(jq -c '[.events[] | select(.type == "TaskScheduled").taskScheduledEventDetails | .resourceType + ":" + .resource] | unique' "$scratch/history") \
  == '["lambda:invoke"]' ]] || fail "what was scheduled: $(jq -c '.events[2]' "$scratch/history")"

run '{}'
[[ $(jq -c '[.status, .error, (.cause | fromjson | .errorType)]' "$scratch/out") == '["FAILED","OrderInvalid","OrderInvalid"]' ]] \
  || fail "an order without an id: $(cat "$scratch/out")"
run '{"orderId":"1","card":"4000000000000002"}'
[[ $(jq -r .error "$scratch/out") == PaymentDeclined ]] || fail "a declined card: $(cat "$scratch/out")"

mapfile -t left < <(pgrep -P "$server" | while read -r launcher; do echo "$launcher"; pgrep -P "$launcher"; done)
((${#left[@]} >= 4)) || fail "a launcher and three keepers: ${left[*]}"
kill -9 "$server"
wait "$server" 2> /dev/null
for pid in "${left[@]}"; do
  for _ in {1..100}; do kill -0 "$pid" 2> /dev/null || break; sleep 0.05; done
  ! kill -0 "$pid" 2> /dev/null || fail "process $pid is left when the server is killed"
done

finish
