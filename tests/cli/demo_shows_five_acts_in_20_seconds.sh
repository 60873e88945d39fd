#!/usr/bin/env bash
# The demonstration: all five acts, each ending as announced, in under 20 seconds of run time.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

started=$SECONDS
stepstorm demo
expect_status 0 "demo"
((SECONDS - started < 20)) || fail "it took $((SECONDS - started)) s"
for act in 1 2 3 4 5; do expect_line out "^$act of 5  " "act $act"; done
expect_line out 'retry 2 of 4 in [0-9.]+ m?s after Payment.ProviderUnavailable' "a payment that fails twice and then succeeds"
expect_line out 'ProcessPayment +States.Timeout after 3\.[0-9]+ s' "a payment that never answers"
expect_line out 'caught States.Timeout → RefundPayment' "a payment that never answers"
expect_line out '! payment-[0-9] +this worker died: ' "a worker that crashes"
expect_line out '↑ payment-[0-9] +its supervisor has restarted it after ' "a worker that crashes"
expect_in out '2 requests to charge, 1 charge, 0 refunds' "a worker that crashes"
expect_line out 'caught Payment.CardDeclined → NotifyCustomer' "a declined card"
widest=$(sed '/^Try next/,$d' "$scratch/out" | wc -L)
((widest <= 100)) || fail "a line is $widest columns wide"

finish
