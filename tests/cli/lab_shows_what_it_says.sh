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
