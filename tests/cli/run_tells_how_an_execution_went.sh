#!/usr/bin/env bash
# Exit codes and the four views of `run`.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

order='{"orderId":"12345"}'

stepstorm run OrderProcessingStateMachine --input "$order"
expect_status 0 "the plain order"
expect_line out '^ +[0-9.]+ s  ✓ ValidateOrder +[0-9.]+ m?s$' "the plain order"
expect_in out SUCCEEDED "the plain order"
expect_in out '"number": "CNF-' "the plain order"
expect_line out '^3 transitions, 3 attempts, 0 retries, [0-9.]+ m?s$' "the plain order"
[[ ! -s $scratch/err ]] || fail "the plain order: complaints: $(cat "$scratch/err")"
! grep -q $'\033' "$scratch/out" || fail "the plain order: colours where there is no terminal"

stepstorm run config/machines/order_processing.asl.json --input "$order" --history none
expect_status 0 "a definition's file"
[[ $(head -n 1 "$scratch/out") == SUCCEEDED ]] || fail "--history none shows more than the outcome"

echo "$order" > "$scratch/order.json"
stepstorm run OrderProcessingStateMachine --input "@$scratch/order.json" --history table
expect_status 0 "--history table"
expect_line out '^id  prev  seconds  type +state +details$' "--history table"
expect_line out '^ +3  +2  +[0-9.]+  LambdaFunctionScheduled  ValidateOrder  +\{"orderId":"12345"\}$' "--history table"

stdin=$scratch/order.json stepstorm run OrderProcessingStateMachine --input - --history json --name order-1
expect_status 0 "--history json"
expect_in out '"status": "SUCCEEDED"' "--history json"
expect_line out '"output": "\{\\"orderId\\":\\"12345\\"' "--history json"

stepstorm run OrderFulfilmentStateMachine --input '{"orderId":"1","card":"4000000000000002"}'
expect_status 1 "a declined card"
expect_line out '✗ ProcessPayment +Payment.CardDeclined after [0-9.]+ m?s: The card was declined$' "a declined card"
expect_line out '↳ +caught Payment.CardDeclined → NotifyCustomer' "a declined card"
expect_line out '^FAILED$' "a declined card"
expect_line out '^error  Payment.CardDeclined$' "a declined card"

stepstorm run OrderFulfilmentStateMachine --input '{"orderId":"1","card":"4000000000000119"}'
expect_status 0 "a provider with hiccups"
expect_line out '↻ +retry 1 of 4( in [0-9.]+ m?s)? after Payment.ProviderUnavailable$' "a provider with hiccups"
expect_line out '✓ ProcessPayment +[0-9.]+ m?s at attempt 3' "a provider with hiccups"
expect_line out ', 5 attempts, 2 retries, ' "a provider with hiccups"

finish
