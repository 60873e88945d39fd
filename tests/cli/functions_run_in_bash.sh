#!/usr/bin/env bash
# The shipped function in bash and curl: Lambda's Runtime API without a language's runtime. Needs curl.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash
command -v curl > /dev/null || { echo "skipped: there is no curl"; exit 77; }

printf '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:GreetFunction", "End": true}}}' \
  > "$scratch/m.asl.json"
stepstorm run "$scratch/m.asl.json" --settings config/functions/settings.json --input '{"a":1}' --history json
expect_status 0 "bash and curl"
[[ $(jq -c '.output | fromjson' "$scratch/out") == '{"greeting":"Hello from GreetFunction","event":{"a":1}}' ]] || fail "bash: $(jq .output "$scratch/out")"

finish
