#!/usr/bin/env bash
# The shipped order workflow in JSONata: runs end as those of its JSONPath version do, its picture shows its conditions, its
# scenario runs and repeats itself, and what cannot be evaluated is told to whom watches.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

# --- the same order in both languages, on the virtual clock: what came out, without what is drawn from the machine's name
ending() {
  stepstorm run "$1" --input "$2" --clock virtual --history json
  python3 -c '
import json, sys
result = json.load(open(sys.argv[1]))
output = json.loads(result["output"]) if isinstance(result["output"], str) else result["output"]
for drawn in ("idempotencyToken", "payment"):
    if output: output.pop(drawn, None)
print(result["status"], result["error"], result["cause"], json.dumps(output))
print([event["type"] for event in result["events"]])' "$scratch/out"
}
for order in '{"orderId":"1"}' '{"orderId":"2","card":"4000000000000119"}' '{"orderId":"3","card":"4000000000000259"}' \
  '{"orderId":"4","card":"4000000000000002"}' '{"orderId":"5","total":5000}' '{"orderId":""}'; do
  ending OrderFulfilmentStateMachine "$order" > "$scratch/jsonpath"
  ending OrderFulfilmentInJsonata "$order" > "$scratch/jsonata"
  cmp -s "$scratch/jsonpath" "$scratch/jsonata" || fail "$order: $(diff "$scratch/jsonpath" "$scratch/jsonata")"
done

# --- its picture
stepstorm graph config/machines/order_fulfilment_jsonata.asl.json --format dot
expect_in out "validation.status = 'VALID'" "graph"

# --- its scenario
jq --arg settings "$PWD/config/settings.json" '.duration = "20 s" | .warm_up = "1 s" | .settings = $settings' \
  config/scenarios/orders_in_jsonata.json > "$scratch/orders_in_jsonata.json"
stepstorm simulate "$scratch/orders_in_jsonata.json" --verify
expect_status 0 "simulate"

# --- an expression that fails
cat > "$scratch/sum.json" << 'JSON'
{"QueryLanguage": "JSONata", "StartAt": "Sum", "States": {"Sum": {"Type": "Pass", "Output": "{% $states.input.n + 1 %}", "End": true}}}
JSON
stepstorm run "$scratch/sum.json" --input '{"n":"1"}'
expect_status 1 "an expression that fails"
expect_in out "✗ Sum" "an expression that fails"
expect_in out "States.QueryEvaluationError: The JSONata expression '\$states.input.n + 1'" "an expression that fails"

# --- a Distributed Map over the members of an object
cat > "$scratch/members.json" << 'JSON'
{"QueryLanguage": "JSONata", "StartAt": "Each", "States": {"Each": {"Type": "Map", "Label": "each", "End": true,
  "ItemSelector": {"k": "{% $states.context.Map.Item.Key %}", "v": "{% $states.context.Map.Item.Value %}"},
  "ItemBatcher": {"MaxItemsPerBatch": "{% 1 + 1 %}", "BatchInput": {"of": "{% $count($keys($states.input)) %}"}},
  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "P", "States": {
    "P": {"Type": "Pass", "Output": "{% $states.input.BatchInput.of & ':' & $join($states.input.Items.(k & v), '+') %}", "End": true}}}}}}
JSON
stepstorm run "$scratch/members.json" --input '{"a":1,"b":2,"c":3}' --history json
expect_status 0 "a Distributed Map over an object"
expect_in out '[\"3:a1+b2\",\"3:c3\"]' "a Distributed Map over an object"

finish
