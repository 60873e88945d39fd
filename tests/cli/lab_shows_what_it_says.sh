#!/usr/bin/env bash
# What docs/lab.md says of cures, herds and quotas.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

experiments=config/experiments

# in_lab NAME EXIT_CODE: runs the experiment; leaves its report in $scratch/report.json
in_lab() {
  stepstorm experiment "$experiments/$1.json" --out "$scratch"
  expect_status "$2" "$1"
}

in_lab retry_storm_cured 0
expect_line out 'success_rate +100\.0 %' "every order succeeds"

in_lab retry_storm 99
expect_line out 'before ✓ 0\.999.* after ✗ 0\.002' "the storm outlives its trigger"
in_lab retry_storm_with_budget 99
expect_line out 'after ✓ 0\.99' "with a budget it does not"
expect_line out 'retries_refused +1,879 ' "since retries are refused"
in_lab retry_storm_with_breaker 99
expect_line out 'after ✓ 0\.99' "nor with a breaker"
expect_line out 'circuit_openings +3 ' "which opens three times"
in_lab retry_storm_with_load_shedding 99
expect_line out 'after ✓ 1( |$)' "nor with load shedding"
expect_line out 'orders_shed +1,517 ' "at the price of some orders"
for cure in budget breaker load_shedding; do
  diff <(jq 'del(.title, .description)' $experiments/retry_storm.json) \
    <(jq 'del(.title, .description, .policies)' $experiments/retry_storm_with_$cure.json) || fail "something else differs with $cure"
done

in_lab thundering_herd 99
expect_line out 'Lambda.TooManyRequestsException +51$' "51 payments are turned away"
in_lab thundering_herd_with_jitter 0
expect_line out 'success_rate +100\.0 %' "nobody is turned away"
diff <(jq 'del(.title, .description, .machine)' $experiments/thundering_herd.json) \
  <(jq 'del(.title, .description, .machine)' $experiments/thundering_herd_with_jitter.json) || fail "something else differs between the two herds"

in_lab region_quotas 99
expect_line out 'before ✓ .* during ✗ 2[2-3][0-9]{3}.* after ✓' "during the outage half of the orders take more than 22 s"
jq 'del(.quotas)' $experiments/region_quotas.json > "$scratch/unlimited.json"
sed -i "s|OrderFulfilmentStateMachine|$PWD/config/machines/order_fulfilment.asl.json|" "$scratch/unlimited.json"
jq ".settings = \"$PWD/config/settings.json\"" "$scratch/unlimited.json" > "$scratch/unlimited2.json"
stepstorm experiment "$scratch/unlimited2.json" --no-control
expect_line out 'during ✗ 4[0-9]{3}' "without the quota, it would be 4"

finish
