#!/usr/bin/env bash
# A Lambda function without a language's runtime: curl and the Runtime API. As a "command" of the settings' functions it
# answers {"greeting": "Hello from <function>", "event": <what it was given>}.
set -euo pipefail

api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT

while true; do
  event=$(curl --silent --show-error --dump-header "$headers" "$api/next")
  request_id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: *\([^[:space:]]*\).*/\1/ip' "$headers")
  curl --silent --show-error --output /dev/null --header 'Content-Type: application/json' \
    --data-binary "{\"greeting\": \"Hello from $AWS_LAMBDA_FUNCTION_NAME\", \"event\": $event}" \
    "$api/$request_id/response"
done
